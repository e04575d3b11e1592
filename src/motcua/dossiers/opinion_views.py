"""What faces see of opinions: the question with what was shown, and every answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from motcua.dossiers.opinion_rules import OpinionOutcome, OpinionState


@dataclass(frozen=True)
class OpinionDocument:
    """A file that was sent along; read its bytes with `documents.queries.file_open(file_id)`."""

    file_id: int
    name: str
    sha256: str


@dataclass(frozen=True)
class AnswerView:
    """A version of an answer."""

    id: int
    version: int
    outcome: OpinionOutcome
    text: str
    number: str
    file_id: int | None
    file_name: str
    answered_by: int
    unit_id: int
    at: datetime
    late: bool


@dataclass(frozen=True)
class OpinionView:
    """A request for an opinion; accounts and units are ids. `missing`: the leader must wait."""

    id: int
    dossier_id: int
    ordinal: int
    follows: int
    code: str
    procedure_version_id: int
    unit_id: int
    asked_by: int
    asking_unit_id: int
    question: str
    told: tuple[tuple[str, str], ...]
    documents: tuple[OpinionDocument, ...]
    mandatory: bool
    silence_basis: str
    asked_at: datetime
    due_at: datetime
    due_original_at: datetime
    state: OpinionState
    outcome: OpinionOutcome
    answered_at: datetime | None
    reminded_at: datetime | None
    reminders: int
    waived_by: int | None
    waived_at: datetime | None
    process_id: int | None
    missing: bool
    overdue: bool
    answers: tuple[AnswerView, ...] = ()
    unit_name: str = ""  # where the whole dossier was read

    @property
    def is_open(self) -> bool:
        """Whether the asked unit still owes its first answer."""
        return self.state is OpinionState.ASKED

    @property
    def late(self) -> bool:
        """Whether the first answer came after its due date, or has not come and it has passed."""
        if self.answered_at is not None:
            return self.answered_at > self.due_at
        return self.overdue

    @property
    def last(self) -> AnswerView | None:
        """Return the answer that counts."""
        return self.answers[-1] if self.answers else None
