"""Lines of a page's head: for those who share it, find it and read it by machine."""

from __future__ import annotations

import json

from html_case import HOSTILE, parse, poison
from rolescope import Workspace
from rolescope.present.html.meta import head_lines, occupation_data


def test_nothing_a_stranger_wrote_leaves_its_place() -> None:
    data = {"@type": "Occupation", "name": f"</script>{HOSTILE}"}
    html = head_lines(
        HOSTILE,
        HOSTILE,
        permanent=f"https://example.org/{HOSTILE}",
        image=HOSTILE,
        feed=HOSTILE,
        data=(data,),
    )
    page = parse(f"<!doctype html><html><head>{html}</head></html>")
    (script,) = page.css("script")
    assert json.loads(script.text()) == data
    assert not page.css("img")
    assert page.css_first('meta[property="og:title"]').attributes["content"] == HOSTILE
    assert page.css_first('link[rel="canonical"]').attributes["href"] == f"https://example.org/{HOSTILE}"


def test_without_an_address_there_is_no_canonical_one() -> None:
    assert "canonical" not in head_lines("a", "b")
    assert "og:image" not in head_lines("a", "b")


def test_an_occupation_says_its_pay_where_pay_is_shown(mine: Workspace, bundled: Workspace) -> None:
    answer = bundled.role("Data Engineer")
    data = occupation_data(answer.role, answer.concepts)
    kinds = {p["name"]: p for p in data["estimatedSalary"]}
    assert set(kinds) == {"advertised in job postings", "collected by a board, not a survey"}
    for pay in kinds.values():
        assert (pay["@type"], pay["currency"], pay["duration"]) == (
            "MonetaryAmountDistribution",
            "USD",
            "P1Y",
        )
        ordered = [
            pay[name] for name in ("percentile10", "percentile25", "median", "percentile75", "percentile90")
        ]
        assert ordered == sorted(ordered)
    assert data["skills"][0] == "Python"
    assert len(data["responsibilities"]) == 20
    thin = mine.role("Actuary")
    assert not {"estimatedSalary", "skills"} & set(occupation_data(thin.role, thin.concepts))


def test_json_of_strangers_words_is_json(bundled: Workspace) -> None:
    answer = poison(bundled.role("Data Engineer"))
    html = head_lines("a", "b", data=(occupation_data(answer.role, answer.concepts),))
    (script,) = parse(f"<html><head>{html}</head>").css("script")
    assert HOSTILE in json.loads(script.text())["name"]
