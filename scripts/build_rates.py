"""Write data/money/rates.csv: yearly mean US dollars per unit of each currency, from ECB reference rates.

Run once a year: ``python scripts/build_rates.py``. Needs the development package ``currencyconverter``,
which carries the European Central Bank's euro foreign exchange reference rates
(https://www.ecb.europa.eu/stats/eurofxref). A year's figure is the plain mean over its quoted days; a
currency that was quoted for part of a year has the mean of that part.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from statistics import fmean

from currency_converter import CurrencyConverter, RateNotFoundError

OUT = Path(__file__).resolve().parents[1] / "src" / "rolescope" / "data" / "money" / "rates.csv"
FIRST_YEAR = 2014


def days(year: int, last: date) -> Iterator[date]:
    """Every day of ``year`` up to ``last``."""
    day = date(year, 1, 1)
    while day.year == year and day <= last:
        yield day
        day += timedelta(days=1)


def quotes(converter: CurrencyConverter, currency: str, year: int) -> list[float]:
    """US dollars for one unit, on each day the bank quoted both."""
    found = []
    for day in days(year, converter.bounds["USD"].last_date):
        try:
            found.append(float(converter.convert(1, currency, "USD", date=day)))
        except (RateNotFoundError, ValueError):
            continue
    return found


def rows(converter: CurrencyConverter) -> Iterator[tuple[int, str, str]]:
    """(year, currency, usd_per_unit to six significant digits), ordered."""
    for year in range(FIRST_YEAR, converter.bounds["USD"].last_date.year + 1):
        for currency in sorted(converter.currencies):
            if values := quotes(converter, currency, year):
                yield year, currency, f"{fmean(values):.6g}"


def main() -> None:
    """Write the file."""
    OUT.parent.mkdir(parents=True, exist_ok=True)
    with OUT.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("year", "currency", "usd_per_unit"))
        writer.writerows(rows(CurrencyConverter()))


if __name__ == "__main__":
    main()
