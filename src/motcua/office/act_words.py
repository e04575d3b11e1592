"""What an act of the dossier's page is in words; those of returns; why one cannot be done yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

Words = Any  # a lazy translation


@dataclass(frozen=True)
class Act:
    """Words of an act. `asks` when a form comes first; `confirm` when it cannot be undone."""

    page: str
    title: Words
    done: Words
    icon: str
    intro: Words = ""
    confirm: Words = ""
    asks: bool = True
    danger: bool = False
    shortcut: str = ""
    part: str = ""  # of the address: which of the acts that share a page


RETURN_ACTS: dict[str, Act] = {
    "return_work": Act(
        "work_return",
        _("Return inside the office"),
        _("Returned. The time limit runs on; you have the dossier again when it comes back."),
        "arrow-back-up",
        intro=_(
            "For what the office itself can put right. The time limit runs on. What only the"
            " applicant can bring is asked for by a supplement."
        ),
    ),
    "take_back": Act(
        "work_take_back",
        _("Take back what was handed over"),
        _("You have it again."),
        "arrow-back-up",
        asks=False,
    ),
    "answer_return": Act(
        "return_answer",
        _("Put right what was returned"),
        _("Sent back to who returned it."),
        "check",
        shortcut="t",
    ),
    "recall_return": Act(
        "return_recall",
        _("Take the return back"),
        _("The return is taken back. You go on with the dossier."),
        "arrow-back-up",
    ),
}
LETTER_ACTS: dict[str, Act] = {
    "propose_supplement_intake": Act(
        "letter_propose",
        _("Propose to ask for a supplement"),
        _("Proposed. Nothing has been sent; whoever signs the form decides."),
        "file-alert",
        intro=_(
            "Here the head of the unit signs this form. Until then the applicant is told nothing"
            " and no time limit changes."
        ),
        part="supplement_intake",
    ),
    "propose_refusal": Act(
        "letter_propose",
        _("Propose to refuse"),
        _("Proposed. Nothing has been sent; whoever signs the form decides."),
        "ban",
        intro=_(
            "Here the head of the unit signs this form. Until then the applicant is told nothing"
            " and no time limit changes."
        ),
        part="refusal",
    ),
    "propose_apology": Act(
        "letter_propose",
        _("Propose an apology with a new date"),
        _("Proposed. Nothing has been sent; whoever signs the form decides."),
        "mail",
        intro=_(
            "The head of the unit that resolves the dossier signs form 04. Until then the applicant"
            " is told nothing; the due date stays what it is."
        ),
        part="apology",
    ),
    "propose_stop": Act(
        "letter_propose",
        _("Propose to stop processing"),
        _("Proposed. Nothing has been sent; whoever signs the form decides."),
        "hand-stop",
        intro=_("A leader decides and signs form 05. Until then the time limit runs on."),
        part="stop",
    ),
    "decide_letter": Act(
        "letter_decide",
        _("Decide on the proposed form"),
        _("The decision is recorded."),
        "signature",
        intro=_("If you approve, the form is issued now and the applicant is told."),
        shortcut="t",
    ),
    "recall_letter": Act(
        "letter_recall",
        _("Take my proposal back"),
        _("Your proposal is taken back. Nothing was sent."),
        "arrow-back-up",
        asks=False,
    ),
}
# Why something that would be next cannot be done, by the reason of its offer.
BLOCKED: dict[str, Words] = {
    "own_appraisal": _("You appraised this dossier yourself; somebody else approves it."),
    "own_draft": _("You drafted this result yourself; somebody else approves it."),
    "not_appraised": _("Nobody has appraised this dossier yet; it is appraised first."),
    "own_opinion": _("You gave this opinion yourself; somebody else endorses it."),
    "return_open": _(
        "Something was returned and has not come back yet: see “Returned inside the office” below."
    ),
    "leader_not_signed": _(
        "Approved before the unit had its digital seal: a leader has still to sign the result."
        " Then it gets its number and the seal."
    ),
    "opinions_missing": _(
        "The opinion of another unit is still missing: see “Opinions of other units” below."
    ),
}
