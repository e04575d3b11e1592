"""Opinions of other units (lấy ý kiến phối hợp): what an answer is worth, and what is missing.

Plain Python, no Django, no clock. A dossier goes to the leader only when every mandatory answer is
in or a lawful substitute exists; silence is not consent unless the law says so (domain brief 2.8).
The answer has its own due date (3.6) and never stops the dossier's clock (3.5).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class OpinionOutcome(StrEnum):
    """What the asked unit says; the outcomes of the step in `opinion_request.bpmn`."""

    NONE = ""
    AGREE = "agree"  # thống nhất
    AGREE_IF = "agree_if"  # thống nhất có điều kiện
    DISAGREE = "disagree"  # không thống nhất
    NOT_OURS = "not_ours"  # không thuộc thẩm quyền
    MORE = "more"  # cần cung cấp thêm thông tin


class OpinionState(StrEnum):
    """Where a request stands."""

    ASKED = "asked"
    ANSWERED = "answered"
    RECALLED = "recalled"  # by who asked
    RENEWED = "renewed"  # asked again; the newer request counts
    SILENT = "silent"  # no answer in time, which the law takes for consent
    CLOSED = "closed"  # the dossier ended without the answer


class RuleDraftState(StrEnum):
    """Where a rule of silence stands that somebody has written."""

    WAITING = "waiting"
    APPROVED = "approved"
    RETURNED = "returned"
    RECALLED = "recalled"  # by who wrote it


# An answer that asks for more is none yet; one that declares itself not competent is one.
SETTLING = frozenset(
    {
        OpinionOutcome.AGREE,
        OpinionOutcome.AGREE_IF,
        OpinionOutcome.DISAGREE,
        OpinionOutcome.NOT_OURS,
    }
)
PENDING = frozenset({OpinionState.ASKED, OpinionState.ANSWERED})
QUESTION_MAX = 4000
ANSWER_MAX = 8000
UNITS_MAX = 20


@dataclass(frozen=True, slots=True)
class OpinionStanding:
    """What decides whether an answer is missing; `silence_basis`: the law that needs none."""

    ordinal: int
    mandatory: bool
    state: OpinionState
    outcome: OpinionOutcome
    due_at: datetime
    waived: bool
    silence_basis: str


def needed_by(
    steps_due: Iterable[datetime], due_at: datetime | None, at: datetime
) -> datetime | None:
    """Return by when an answer must be there so that the steps after it keep their hours (3.6).

    `steps_due`: of the appraisals at work. Where their own time is over, what is left is the
    dossier's. None where that is over too, or where there is no due date: no day that could be
    named would help.
    """
    ahead = (one for one in (*steps_due, due_at) if one is not None and one > at)
    return min(ahead, default=None)


def is_silent(one: OpinionStanding, at: datetime) -> bool:
    """Tell whether the time is over and the law takes silence for consent."""
    return one.state is OpinionState.ASKED and bool(one.silence_basis) and at > one.due_at


def is_missing(one: OpinionStanding, at: datetime) -> bool:
    """Tell whether the result may not go to the leader because of this request."""
    if not one.mandatory or one.waived or one.state not in PENDING:
        return False
    return one.outcome not in SETTLING and not is_silent(one, at)


def missing(standings: Iterable[OpinionStanding], at: datetime) -> tuple[OpinionStanding, ...]:
    """Return the requests whose answers are missing."""
    return tuple(one for one in standings if is_missing(one, at))
