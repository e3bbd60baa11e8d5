"""What ``remove`` says of what it took away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rolescope.analyse.answers import RemoveAnswer
from rolescope.present.wording import plural

if TYPE_CHECKING:
    from rolescope.workspace import Workspace


def say_removed(answer: RemoveAnswer) -> str:
    """One sentence with all that went.

    >>> say_removed(RemoveAnswer("", "", 0, 23_275))
    'Removed 0 documents and 23,275 pay ranges.'
    """
    gone = [plural(answer.removed, "document")]
    if answer.pay_ranges:
        gone.append(plural(answer.pay_ranges, "pay range"))
    if answer.official_figures:
        gone.append(plural(answer.official_figures, "official figure"))
    return f"Removed {' and '.join(filter(None, [', '.join(gone[:-1]), gone[-1]]))}."


def feeds_of(door: Workspace) -> tuple[str, ...]:
    """The names of all feeds, surveys and releases of an evidence."""
    answer = door.sources()
    feeds = {one.source for one in answer.sources} | {one.source for one in answer.collected}
    return tuple(sorted(feeds | {one.source for one in answer.official}))
