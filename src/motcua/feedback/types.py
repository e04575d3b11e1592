"""Words of ratings and petitions that others may use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum


class Score(IntEnum):
    """How satisfied somebody was; one tap (domain brief 7.4)."""

    VERY_SATISFIED = 5
    SATISFIED = 4
    NEUTRAL = 3
    DISSATISFIED = 2
    VERY_DISSATISFIED = 1


class PetitionKind(StrEnum):
    """The two classes of petitions (domain brief 7.1)."""

    REGULATION = "regulation"  # quy định, chính sách, thủ tục
    BEHAVIOUR = "behaviour"  # hành vi của cán bộ, công chức


class PetitionState(StrEnum):
    """Where a petition stands."""

    RECEIVED = "received"
    IN_PROCESS = "in_process"
    WAITING = "waiting"  # for more from the petitioner
    ANSWERED = "answered"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class RatingView:
    """What somebody said about one dossier, once."""

    dossier_id: int
    score: Score
    comment: str
    rated_at: datetime


@dataclass(frozen=True)
class PetitionStep:
    """One thing that happened to a petition; `by_office` is false for the petitioner's own."""

    at: datetime
    state: PetitionState
    text: str
    by_office: bool


@dataclass(frozen=True)
class PetitionView:
    """A petition as its petitioner and the office see it.

    `due_at` is until when the office must take its next step: refuse within 2, ask within 5,
    answer within 15 working days of the reception.
    """

    id: int
    number: str
    version: int
    kind: PetitionKind
    text: str
    state: PetitionState
    dossier_code: str
    person_id: int
    unit_id: int
    received_at: datetime
    due_at: datetime | None
    steps: tuple[PetitionStep, ...] = ()
    late: bool = False
