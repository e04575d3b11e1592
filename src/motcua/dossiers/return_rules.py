"""Returns inside the office: a piece of work goes back to whoever did the step before it.

Distinct from a supplement, which is asked of the applicant (form 02). Between offices the clock of
the law goes on: "coordination, internal wait: no pause" (domain brief 3.5), so that no return
ever lengthens or pauses a limit. Plain words, no Django.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from motcua.workflow.types import Act

TEXT_MAX = 1000
APPROVED = "approved"  # the outcome of an approval that sends nothing back


class ReturnTo(StrEnum):
    """Who is to put something right."""

    COUNTER = "counter"  # bộ phận tiếp nhận
    SPECIALIST = "specialist"  # chuyên viên thụ lý


class ReturnCause(StrEnum):
    """Why a piece of work goes back; the list by which returns are counted."""

    MISSING = "missing"  # thiếu thành phần hồ sơ
    WRONG = "wrong"  # thành phần hồ sơ sai
    COPY = "copy"  # bản số hóa mờ, thiếu trang
    PROCEDURE = "procedure"  # tiếp nhận nhầm thủ tục
    DATA = "data"  # thông tin nhập sai
    FEE = "fee"  # phí, lệ phí chưa đúng
    CONTENT = "content"  # nội dung thẩm định, dự thảo chưa đúng
    BASIS = "basis"  # căn cứ pháp lý chưa đúng, chưa đủ
    FORM = "form"  # thể thức, kỹ thuật trình bày
    OTHER = "other"


class ReturnState(StrEnum):
    """Where a return stands."""

    OPEN = "open"
    ANSWERED = "answered"
    RECALLED = "recalled"
    CLOSED = "closed"  # the dossier ended before


class ReturnAnswer(StrEnum):
    """What whoever got it says; the outcomes of the steps in `return_to_*.bpmn`."""

    NONE = ""
    PUT_RIGHT = "put_right"
    ASK_APPLICANT = "ask_applicant"  # only the applicant can: a supplement (form 02) or an end
    DISAGREE = "disagree"  # nothing was wrong


CAUSES: dict[ReturnTo, tuple[ReturnCause, ...]] = {
    ReturnTo.COUNTER: (
        ReturnCause.MISSING,
        ReturnCause.WRONG,
        ReturnCause.COPY,
        ReturnCause.PROCEDURE,
        ReturnCause.DATA,
        ReturnCause.FEE,
        ReturnCause.OTHER,
    ),
    ReturnTo.SPECIALIST: (
        ReturnCause.CONTENT,
        ReturnCause.BASIS,
        ReturnCause.FORM,
        ReturnCause.MISSING,
        ReturnCause.DATA,
        ReturnCause.OTHER,
    ),
}
ANSWERS: dict[ReturnTo, tuple[ReturnAnswer, ...]] = {
    ReturnTo.COUNTER: (
        ReturnAnswer.PUT_RIGHT,
        ReturnAnswer.ASK_APPLICANT,
        ReturnAnswer.DISAGREE,
    ),
    ReturnTo.SPECIALIST: (ReturnAnswer.PUT_RIGHT, ReturnAnswer.DISAGREE),
}
# Steps that must not be finished while something is still to be put right.
BARRED = frozenset({Act.APPRAISE, Act.APPROVE, Act.ISSUE})
# Which step sends something back to whom; who does that step takes the return back, too.
RETURNED_BY = {ReturnTo.COUNTER: Act.APPRAISE, ReturnTo.SPECIALIST: Act.APPROVE}


def sends_back(act: Act, outcome: str) -> bool:
    """Tell whether finishing a step so sends the dossier back by its drawing."""
    return act is Act.APPROVE and outcome != APPROVED


def draws_return(act: Act, outcomes: Iterable[str]) -> bool:
    """Tell whether a step's drawing gives it a way back of its own, by the codes of its ends."""
    return any(sends_back(act, outcome) for outcome in outcomes)


def return_to(act: Act, outcomes: Iterable[str]) -> ReturnTo | None:
    """Return whom the step's owner may return a dossier to, beside what the drawing offers.

    An appraisal goes back to the counter. An approval goes back to the specialist by the outcome
    that its drawing gives it; only where the drawing gives none the return of the house does it.
    No other step sends anything back. `outcomes` are the codes of the step's ends.
    """
    found = next((to for to, one in RETURNED_BY.items() if one is act), None)
    return None if found is ReturnTo.SPECIALIST and draws_return(act, outcomes) else found


def bars(act: Act, outcome: str) -> bool:
    """Tell whether an open return forbids to finish a step so; sending back stays free."""
    return act in BARRED and not sends_back(act, outcome)
