"""Returns inside the office in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from motcua.dossiers.return_rules import ReturnAnswer, ReturnCause, ReturnState, ReturnTo

CAUSE_WORDS: dict[ReturnCause, Any] = {
    ReturnCause.MISSING: _("A component is missing"),
    ReturnCause.WRONG: _("A component is wrong"),
    ReturnCause.COPY: _("A digital copy is unreadable or incomplete"),
    ReturnCause.PROCEDURE: _("Taken in under the wrong procedure"),
    ReturnCause.DATA: _("Data were typed wrongly"),
    ReturnCause.FEE: _("The fee is not right"),
    ReturnCause.CONTENT: _("The appraisal or the draft is not right"),
    ReturnCause.BASIS: _("The legal basis is wrong or missing"),
    ReturnCause.FORM: _("The form of the document is not right"),
    ReturnCause.OTHER: _("Another reason"),
}
ANSWER_WORDS: dict[ReturnAnswer, Any] = {
    ReturnAnswer.NONE: "",
    ReturnAnswer.PUT_RIGHT: _("Put right"),
    ReturnAnswer.ASK_APPLICANT: _("Only the applicant can put it right"),
    ReturnAnswer.DISAGREE: _("Nothing was wrong"),
}
STATE_WORDS: dict[ReturnState, Any] = {
    ReturnState.OPEN: _("To be put right"),
    ReturnState.ANSWERED: _("Sent back"),
    ReturnState.RECALLED: _("Taken back"),
    ReturnState.CLOSED: _("Not needed any more"),
}
TO_WORDS: dict[ReturnTo, Any] = {
    ReturnTo.COUNTER: _("Returned to the counter"),
    ReturnTo.SPECIALIST: _("Returned to the specialist"),
}
