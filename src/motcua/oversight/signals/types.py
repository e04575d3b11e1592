"""Words of the signals that others may use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from motcua.oversight.signals.chance import Standing


class Kind(StrEnum):
    """What was said about a matter."""

    EXPLANATION = "explanation"  # by the unit
    CONCLUSION = "conclusion"  # by whoever inspects


class Verdict(StrEnum):
    """What a conclusion finds."""

    EXPLAINED = "explained"
    TO_MEND = "to-mend"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Months:
    """Whole months, by their first days; a month that is not over counts as far as it is read."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class SaidView:
    """One explanation or conclusion."""

    kind: Kind
    verdict: Verdict | None
    text: str
    at: datetime
    account_id: int


@dataclass(frozen=True, slots=True)
class CaseView:
    """One case: the dossier, the events that count by number, when, and whose hand it was.

    `account_id` is None for whoever may not see persons, and where no official acted. `concluded`:
    a conclusion covers it, so it is not raised again.
    """

    id: int
    code: str
    dossier_id: int
    seq: int
    seqs: tuple[int, ...]
    at: datetime
    account_id: int | None
    matter_id: int | None
    concluded: bool


@dataclass(frozen=True, slots=True)
class MatterView:
    """What was raised about a unit, with the figures of that day, and what was said of it since."""

    id: int
    signal: str
    unit_id: int
    raised_at: datetime
    months: Months
    exposed: int
    cases: int
    expected: float
    chance: float
    members: int
    said: tuple[SaidView, ...] = ()

    @property
    def conclusion(self) -> SaidView | None:
        """Return the conclusion, None while there is none."""
        return next((one for one in self.said if one.kind is Kind.CONCLUSION), None)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every unit beside its peers in some months; `concluded` cases are left out on both sides."""

    months: Months
    standings: tuple[Standing, ...]
    read_at: datetime | None
