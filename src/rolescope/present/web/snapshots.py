"""The evidence a process answers from: pinned for some seconds, renewed behind its back."""

from __future__ import annotations

import hashlib
import logging
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from rolescope.analyse.answers import ComparisonAnswer, RoleAnswer
from rolescope.analyse.concept_answers import ConceptAnswer
from rolescope.present.charts import draw_svg, role_charts
from rolescope.present.web.logs import describe
from rolescope.present.web.queries import Asked
from rolescope.present.web.static import design_digest
from rolescope.store.memory import Memory
from rolescope.version import __version__
from rolescope.workspace import Workspace

_LOG = logging.getLogger("rolescope.web")
_LATEST = 60.0  # seconds after which newer evidence is shown even while more is being written
_EVIDENCED = 30  # counted postings
_ANSWERS = 32  # comparisons and roles, some megabytes each: a page and its charts come one after the other


@dataclass(frozen=True, slots=True)
class Pinned:
    """One snapshot in force.

    Attributes:
        number: counts the snapshots of this process.
        door: answers from it.
        tag: names the evidence and the way it is shown, the same in every process that pinned it.
        answers: large answers that are drawn in several ways.
    """

    number: int
    door: Workspace
    tag: str
    answers: Memory = field(default_factory=lambda: Memory(_ANSWERS))

    def compare(self, roles: tuple[str, ...], asked: Asked) -> ComparisonAnswer:
        """Roles held against each other, remembered for a while."""
        return self.answers.get((roles, asked), lambda: self.door.compare(*roles, **asked.filters))

    def role(self, role: str, asked: Asked) -> RoleAnswer:
        """One role, remembered for a while."""
        return self.answers.get((role, asked), lambda: self.door.role(role, **asked.filters))

    def concept(self, kind: str, concept: str, asked: Asked) -> ConceptAnswer:
        """One concept, remembered for a while."""
        return self.answers.get(
            (kind, concept, asked), lambda: self.door.concept(kind, concept, **asked.without_level)
        )


class Snapshots:
    """The snapshot in force, and a thread that puts a newer one in its place.

    A request keeps the snapshot it began with; the next one sees the newer.

    While somebody writes, nothing is renewed until he pauses for one look: a renewed snapshot begins with nothing
    remembered, which under load costs more than to see a feed a little later.

    Args:
        workspace: what is pinned again and again.
        seconds: how often newer evidence is looked for, give or take a fifth, so that processes take turns.
        warm: asked of a new snapshot before it is in force, so that nobody waits for what is built once.
    """

    def __init__(self, workspace: Workspace, seconds: float, warm: Callable[[Workspace], None]) -> None:
        self._workspace = workspace
        self._seconds = seconds
        self._warm = warm
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None
        self._pinned: Pinned | None = None
        self._seen: tuple[str, ...] = ()
        self._stale_since: float | None = None

    def start(self) -> None:
        """Pin the first snapshot, and look after it from now on.

        Raises:
            RolescopeError: there is no evidence that can be read.
        """
        self._pinned = self._pin(1)
        self._thread = threading.Thread(target=self._watch, name="snapshots", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Leave the snapshot in force as it is."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join(timeout=5)

    @property
    def current(self) -> Pinned:
        """The snapshot in force."""
        if self._pinned is None:
            raise RuntimeError("start() pins the first snapshot")
        return self._pinned

    def renew(self) -> bool:
        """Whether there was newer evidence, which is now in force; what cannot be read leaves all as it is."""
        try:
            if not self.current.door.is_stale():
                return False
            newer = self._pin(self.current.number + 1)
            warm_roles(newer.door)
            self._pinned = newer
        except Exception as error:
            _LOG.warning("The newer evidence could not be read: %s", describe(error))
            return False
        return True

    def look(self, now: float) -> bool:
        """Renew if there is newer evidence that nobody is adding to just now, or that has waited long enough."""
        door = self.current.door
        if not door.is_stale():
            self._stale_since = None
            return False
        marks = tuple(layer.mark() for layer in door.evidence_base.layers)
        written, self._seen = marks != self._seen, marks
        since = self._stale_since = now if self._stale_since is None else self._stale_since
        if written and now - since < _LATEST:
            return False
        self._stale_since = None
        return self.renew()

    def _watch(self) -> None:
        while not self._stopped.wait(self._seconds * random.uniform(0.8, 1.2)):
            try:
                self.look(time.monotonic())
            except Exception as error:
                _LOG.warning("Newer evidence could not be looked for: %s", describe(error))

    def _pin(self, number: int) -> Pinned:
        door = self._workspace.pin()
        try:
            self._warm(door)
        except Exception as error:  # then the first who asks waits a little longer, or is told
            _LOG.warning("Not everything could be made ready: %s", describe(error))
        return Pinned(number, door, make_tag(door))


def make_tag(door: Workspace) -> str:
    """The fingerprint of the evidence, and a digest of all else that an answer depends on.

    Official figures and the drawing of pages are in the digest only.
    """
    fingerprint = door.roles().evidence.fingerprint
    rest = repr((door.evidence_base.marks, __version__, design_digest()))
    return f"{fingerprint}-{hashlib.blake2b(rest.encode(), digest_size=4).hexdigest()}"


def warm_up(door: Workspace) -> None:
    """Work out and draw what every page of a role needs; what other answers need, ``Workspace.pin`` has asked."""
    roles = door.roles().roles
    answer = door.role(max(roles, key=lambda role: role.countable).id)
    for chart in role_charts(answer)[:1]:
        draw_svg(chart)  # the engine behind it takes half a second to start


def warm_roles(door: Workspace, pause: float = 0.03) -> None:
    """Work out every well-evidenced role, with pauses for those who ask the older snapshot meanwhile.

    Half of what a comparison costs is its roles; without this the first seconds of a new snapshot are the slowest.
    """
    for role in door.roles().roles:
        if role.countable >= _EVIDENCED:
            door.role(role.id)
            time.sleep(pause)
