"""May figures be shown to everybody now? Only while they are proved, and not for long after."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from motcua.indicators.models import Proof, Reading
from motcua.kernel import clock

NAME = "figures"


@dataclass(frozen=True, slots=True)
class Age:
    """How old a proof may be before figures are refused, from a day on."""

    valid_from: date
    hours: int
    source: str


AGES: tuple[Age, ...] = (
    Age(date(2025, 7, 1), 26, "Our own rule: one lap a day, and two hours in which to mend"),
)


class Why(StrEnum):
    """Why figures are not shown; PROVED: they are."""

    PROVED = "proved"
    NEVER = "never"
    OLD = "old"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Standing:
    """Proved up to seal `seal` of `seal_at`, in a lap that ended at `proved_at`, or why not.

    `since` is when it was found that something is not sound. `mended` counts how often it was.
    """

    why: Why
    seal: int = 0
    seal_at: datetime | None = None
    proved_at: datetime | None = None
    since: datetime | None = None
    dossiers: int = 0
    mended: int = 0

    @property
    def sound(self) -> bool:
        """Whether figures may be shown."""
        return self.why is Why.PROVED


def age_on(day: date, known: Iterable[Age] = AGES) -> Age:
    """Return the rule in force on a day; before the first one, the first."""
    ordered = sorted(known, key=lambda one: one.valid_from)
    return next((one for one in reversed(ordered) if one.valid_from <= day), ordered[0])


def standing() -> Standing:
    """Return whether the figures are proved now; two statements, no scope needed."""
    row = Proof.objects.filter(name=NAME).first()
    unread = Reading.objects.exclude(problem="").exists()
    if row is None:
        return Standing(Why.NEVER)
    now = clock.now()
    oldest = now - timedelta(hours=age_on(clock.today()).hours)
    if row.broken_at is not None or unread:
        why = Why.BROKEN
    elif row.proved_at is None:
        why = Why.NEVER
    else:
        why = Why.OLD if row.proved_at < oldest else Why.PROVED
    return Standing(
        why,
        seal=row.seal,
        seal_at=row.seal_at,
        proved_at=row.proved_at,
        since=row.broken_at,
        dossiers=row.dossiers,
        mended=row.mended,
    )
