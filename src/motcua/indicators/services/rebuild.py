"""Read every dossier of the Service Index anew, with progress; killed anywhere, it goes on there.

The reader of events does it (`cases_follow`), from the first event on, while others write and read:
a dossier keeps its versions until they are replaced. Up to where a rebuild goes is kept, so that
whoever asks for one that is under way goes on with it; the worker goes on with it too.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from motcua.dossiers.queries.feed import feed_end
from motcua.indicators.models import Reading
from motcua.indicators.services.cases import NAME, cases_follow, cases_rebuild
from motcua.indicators.services.index_totals import Say, totals_keep
from motcua.kernel.failpoints import failpoint
from motcua.kernel.scope import SYSTEM, scope_use

GOAL = "index-rebuild"
EVENTS = 20_000
"""Events of one transaction: few enough that nobody waits for it, enough to be quick."""
PATIENCE = 0.5


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a rebuild is: a share of the events' numbers, events read by us, seconds so far."""

    share: float
    events: int
    seconds: float

    @property
    def rate(self) -> float:
        """Return events per second."""
        return self.events / self.seconds if self.seconds else 0.0

    @property
    def left(self) -> float | None:
        """Return the seconds that are left at the pace up to now; None while nothing is read."""
        return self.seconds * (1 - self.share) / self.share if self.share else None


def index_rebuild(
    say: Callable[[Progress], None], *, limit: int = EVENTS, months: Say | None = None
) -> bool:
    """Rebuild the relation of dossiers and what is kept of it; return whether it was under way.

    `say` hears how far it is after each transaction, `months` each month of the kept totals.
    """
    goal, under_way = _goal()
    began, first, read = time.monotonic(), _number(_place()), 0
    while _key(_place()) < _key(goal):
        events = cases_follow(limit=limit)
        failpoint("cases.batch")
        read += events
        last = _number(goal)
        share = (_number(_place()) - first) / (last - first) if last > first else 1.0
        say(Progress(min(1.0, share), read, time.monotonic() - began))
        if not events and _key(_place()) < _key(goal):
            time.sleep(PATIENCE)  # the worker reads at this moment
    with scope_use(SYSTEM):
        Reading.objects.filter(name=GOAL).delete()
    totals_keep(say=months)
    return under_way


def _goal() -> tuple[str, bool]:
    """Return up to where to read, and whether somebody had begun; begin if nobody had."""
    with scope_use(SYSTEM):
        Reading.objects.select_for_update().filter(name=NAME).first()
        goal, begun = Reading.objects.get_or_create(name=GOAL, defaults={"place": feed_end()})
        if begun:
            cases_rebuild()
    return goal.place, not begun


def _place() -> str:
    with scope_use(SYSTEM):
        return str(Reading.objects.values_list("place", flat=True).get(name=NAME))


def _key(place: str) -> tuple[int, ...]:
    """Return a place in the feed as it is ordered: count, transaction, event."""
    parts = [int(part) for part in place.split(".") if part]
    return tuple([0] * (3 - len(parts)) + parts) if parts else ()


def _number(place: str) -> int:
    """Return the number of a place's event."""
    return _key(place)[-1] if place else 0
