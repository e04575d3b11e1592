"""Every act that a dossier page may offer: its page, its words, how it is asked.

The keys are the names of `dossiers.queries.actions_allowed`; `page` is the route.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from motcua.dossiers.queries.actions import ActionOffer
from motcua.dossiers.views import DossierView
from motcua.office.act_words import BLOCKED, LETTER_ACTS, RETURN_ACTS, Act, Words

ACTS: dict[str, Act] = {
    "accept": Act(
        "dossier_accept",
        _("Accept"),
        _("The dossier is accepted. Its time limit runs from now."),
        "file-check",
        confirm=_("The time limit starts to run at once. An acceptance cannot be taken back."),
        shortcut="t",
    ),
    **RETURN_ACTS,
    **LETTER_ACTS,
    "request_supplement_at_intake": Act(
        "dossier_request_supplement_at_intake",
        _("Ask for a supplement"),
        _("The applicant is asked for a supplement."),
        "file-alert",
        intro=_("Before acceptance: the time limit has not started. List everything at once."),
    ),
    "refuse": Act(
        "dossier_refuse",
        _("Refuse to accept"),
        _("The dossier is refused; the applicant is told why."),
        "ban",
        intro=_("The applicant receives form 03 with your reason and the legal basis."),
        confirm=_("A refused dossier cannot be taken up again; the applicant files a new one."),
        danger=True,
    ),
    "receive_supplement": Act(
        "dossier_receive_supplement",
        _("Record the supplement"),
        _("The supplement is recorded. The time limit runs on from now."),
        "file-plus",
        confirm=_("Everything that was asked for is here. The time limit runs on at once."),
        shortcut="t",
    ),
    "claim": Act(
        "work_claim", _("Claim"), _("This piece of work is yours now."), "user-plus",
        asks=False, shortcut="c",
    ),
    "take_over": Act(
        "work_take_over", _("Take over for the colleague who is away"),
        _("This piece of work is with you now; what you do is recorded for your colleague."),
        "user-check", asks=False,
    ),
    "release": Act(
        "work_release", _("Give back to the unit"), _("The work is back with your unit."),
        "arrow-back-up", asks=False,
    ),
    "confirm_receipt": Act(
        "work_confirm_receipt",
        _("Confirm receipt"),
        _("Receipt is confirmed. You answer for this piece of work now."),
        "clipboard-check",
        asks=False,
        shortcut="t",
    ),
    "complete": Act("work_complete", _("Complete"), _("Done: %(step)s."), "check", shortcut="t"),
    "assign_item": Act(
        "work_assign", _("Assign to a person"), _("The work is assigned."), "user-check",
        shortcut="a",
    ),
    "hand_over": Act(
        "work_hand_over",
        _("Hand over to another unit"),
        _("Handed over. You answer for it until the receiver confirms."),
        "send",
        intro=_("You answer for this piece of work until the receiving unit confirms receipt."),
    ),
    "draft_result": Act(
        "dossier_draft_result",
        _("Upload a draft result"),
        _("The draft result is in the dossier."),
        "file-upload",
        intro=_("A draft that has not been approved yet is replaced."),
        shortcut="u",
    ),
    "sign_result": Act(
        "dossier_sign_result",
        _("Sign the approved result"),
        _("The result is signed. It can get its number and the seal now."),
        "signature",
        intro=_(
            "This result was approved before the unit had its digital seal, so nobody has signed"
            " it yet. Read it, then sign it with your own digital key: you answer for it."
        ),
        confirm=_("A signature cannot be taken back. Have you read the document?"),
        shortcut="t",
    ),
    "propose_supplement": Act(
        "dossier_propose_supplement",
        _("Propose a supplement"),
        _("The proposal waits for approval. The time limit runs on until then."),
        "file-alert",
        intro=_("The applicant is asked only once: list everything. A leader approves it first."),
    ),
    "approve_supplement": Act(
        "dossier_approve_supplement",
        _("Decide on the supplement"),
        _("The decision is recorded."),
        "gavel",
        intro=_("If you approve, the applicant is asked and the time limit stands still."),
        shortcut="t",
    ),
    "ask_opinion": Act(
        "opinion_ask",
        _("Ask other units for an opinion"),
        _("Asked. Each unit has it in its worklist with its own due date."),
        "message",
        intro=_(
            "The units see only what you choose here, never the rest of the dossier. The dossier's"
            " time limit runs on."
        ),
    ),
    "remind_opinion": Act(
        "opinion_remind", _("Remind"), _("They are reminded; their worklist says so."), "bell",
        asks=False,
    ),
    "extend_opinion": Act(
        "opinion_extend",
        _("Give more time for the opinion"),
        _("They have more time. The first due date stays on record."),
        "calendar-due",
    ),
    "recall_opinion": Act(
        "opinion_recall",
        _("Recall the question"),
        _("The question is recalled. They owe no answer any more."),
        "arrow-back-up",
        danger=True,
    ),
    "renew_opinion": Act(
        "opinion_renew",
        _("Ask again"),
        _("Asked again. The new question counts from now on."),
        "refresh",
        intro=_("The earlier question and its answers stay on record."),
    ),
    "waive_opinion": Act(
        "opinion_waive",
        _("Go on without this opinion"),
        _("It is on record what lawfully stands in for the opinion."),
        "gavel",
        intro=_(
            "Silence is not consent. Say what stands in for the answer, and by which law: it is"
            " recorded with your name."
        ),
        danger=True,
    ),
    "request_obligation": Act(
        "dossier_request_obligation",
        _("Request a financial obligation"),
        _("The financial obligation is recorded."),
        "receipt",
    ),
    "fulfil_obligation": Act(
        "dossier_fulfil_obligation",
        _("Record the payment"),
        _("The payment is recorded. Processing goes on."),
        "coin",
        shortcut="t",
    ),
    "collect_fee": Act(
        "dossier_collect_fee", _("Collect the fee"), _("The fee is recorded as paid."), "coin",
        shortcut="f",
    ),
    "reverse_fee": Act(
        "dossier_reverse_fee",
        _("Give the cash back"),
        _("The cash is given back. The receipt is void, and the fee is owed again."),
        "arrow-back-up",
        intro=_(
            "For cash that was taken by mistake today. Only who took it gives it back, until the"
            " till is handed over. Later it takes a refund, which two people decide."
        ),
        confirm=_(
            "Count the cash out to the payer first and take the printed receipt back. The receipt"
            " keeps its number and is marked as void."
        ),
        danger=True,
    ),
    "apologise": Act(
        "dossier_apologise",
        _("Apologise with a new date"),
        _("The apology is sent. The new date stands on the dossier."),
        "mail",
        intro=_(
            "The applicant receives form 04 with the cause and the new date. The law allows it "
            "once; the due date stays what it is."
        ),
    ),
    "explain_lateness": Act(
        "dossier_explain_lateness",
        _("Record why it is late"),
        _("The cause is on record."),
        "clock",
        intro=_("For the office's own account of its delays; the applicant is told nothing."),
    ),
    "withdraw": Act(
        "dossier_withdraw",
        _("Record a withdrawal"),
        _("The withdrawal is recorded."),
        "arrow-back-up",
        intro=_("The applicant asks to withdraw the dossier (form 05)."),
        confirm=_("This ends the dossier. It cannot be taken up again."),
        danger=True,
    ),
    "stop": Act(
        "dossier_stop",
        _("Stop processing"),
        _("Processing is stopped; the applicant is told why."),
        "hand-stop",
        intro=_("The applicant receives form 05 with your reason and the legal basis."),
        confirm=_("This ends the work on the dossier and cannot be taken back."),
        danger=True,
    ),
    "reopen": Act(
        "dossier_reopen",
        _("Re-open: the result is wrong"),
        _("The dossier is open again. The wrong version stays on record."),
        "refresh",
        intro=_("The version that was issued stays on record, marked as withdrawn."),
        confirm=_("The dossier goes back to appraisal and a new version of the result is made."),
        danger=True,
    ),
}  # fmt: skip


# In which order acts stand beside each other; what is rare or final comes last, in the menu.
ORDER = (
    "decide_letter", "accept", "receive_supplement", "approve_supplement", "confirm_receipt",
    "fulfil_obligation", "claim", "take_over", "answer_return", "take_back", "sign_result",
    "complete", "draft_result", "collect_fee",
    "request_supplement_at_intake", "propose_supplement_intake", "assign_item",
    "propose_supplement", "ask_opinion", "return_work", "recall_return", "request_obligation",
    "recall_letter", "release", "hand_over", "apologise", "propose_apology", "explain_lateness",
    "reverse_fee",
    "propose_refusal", "refuse", "withdraw", "propose_stop", "stop", "reopen",
    "remind_opinion", "extend_opinion", "renew_opinion", "recall_opinion", "waive_opinion",
)  # fmt: skip
SHOWN = 3  # filled button and two beside it


@dataclass(frozen=True)
class Offered:
    """An act on a page: words, address, version to send back."""

    name: str
    act: Act
    title: str
    url: str
    version: int
    primary: bool
    blocked: Words  # why it cannot be done yet; empty when it can
    left_out: Words  # why it can be done in part only
    confirm_id: str

    @property
    def kind(self) -> str:
        """Kind of the button; only one of a page is filled."""
        if self.primary:
            return "primary"
        return "danger" if self.act.danger else "secondary"


def act_url(offer: ActionOffer, code: str) -> str:
    """Return the address of an act."""
    place: list[Any] = [code] if offer.item is None else [code, offer.item.id]
    if offer.ordinal:
        place.append(offer.ordinal)
    if ACTS[offer.name].part:
        place.append(ACTS[offer.name].part)
    return reverse(f"office:{ACTS[offer.name].page}", args=place)


def act_title(offer: ActionOffer) -> str:
    """Return the act in a verb; finishing a step bears the step's own name."""
    if offer.left_out:  # of the step's ends only those that send back are theirs
        return _now("Send back")
    if offer.name == "complete" and offer.item is not None:
        return offer.item.name
    return str(ACTS[offer.name].title)


def offered_build(offers: Sequence[ActionOffer], dossier: DossierView) -> list[Offered]:
    """Return what the page shows: the next lawful act first, and it alone is primary."""
    ordered = sorted(offers, key=lambda offer: (not offer.primary, ORDER.index(offer.name)))
    several = len({offer.item.id for offer in offers if offer.item is not None}) > 1
    return [
        Offered(
            name=offer.name,
            act=ACTS[offer.name],
            title=f"{act_title(offer)} ({offer.item.name})"
            if several and offer.item is not None and offer.name != "complete"
            else act_title(offer),
            url=act_url(offer, dossier.code),
            version=dossier.version if offer.item is None else offer.item.version,
            primary=offer.primary and place == 0,
            blocked=BLOCKED.get(offer.reason, ""),
            left_out=BLOCKED.get(offer.left_out, ""),
            confirm_id=f"confirm-{offer.name}-{place}" if ACTS[offer.name].confirm else "",
        )
        for place, offer in enumerate(ordered)
    ]


def offered_split(offers: Sequence[Offered]) -> tuple[list[Offered], list[Offered]]:
    """Return what stands as buttons and what stands in the menu."""
    shown = [offer for offer in offers if not offer.act.danger][:SHOWN]
    if not shown:
        shown = list(offers)[:SHOWN]
    return shown, [offer for offer in offers if offer not in shown]


def offer_find(
    offers: Sequence[ActionOffer], name: str, item_id: int | None = None, ordinal: int = 0
) -> ActionOffer | None:
    """Return the offer of an act (of that work, that question), None when it is not lawful now."""
    found = (
        offer
        for offer in offers
        if offer.name == name
        and offer.ordinal == ordinal
        and (item_id is None or (offer.item and offer.item.id == item_id))
    )
    return next(found, None)
