"""Forms 02 to 05 in words: what they are called, who signs them, what became of a proposal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.documents.signatures import registry
from motcua.dossiers.late_words import LATE_CAUSES
from motcua.dossiers.letter_rules import (
    OF_RECEIVER,
    LetterAct,
    LetterSigner,
    ProposalState,
    SignatureWay,
    SignRule,
)
from motcua.dossiers.queries.letters import sign_rule_of, signing_key
from motcua.dossiers.types import StopKind
from motcua.dossiers.views import DossierView
from motcua.identity.types import Actor
from motcua.organisations.types import UnitView
from motcua.ui import formats

ACT_NAMES: dict[LetterAct, Any] = {
    LetterAct.SUPPLEMENT_INTAKE: gettext_lazy("Request for a supplement before acceptance (02)"),
    LetterAct.SUPPLEMENT: gettext_lazy("Request for a supplement during appraisal (02)"),
    LetterAct.REFUSAL: gettext_lazy("Refusal (form 03)"),
    LetterAct.APOLOGY: gettext_lazy("Apology with a new date (form 04)"),
    LetterAct.WITHDRAWAL: gettext_lazy("Withdrawal by the applicant (form 05)"),
    LetterAct.STOP: gettext_lazy("Notice of stop (form 05)"),
}
STOPS: dict[StopKind, Any] = {
    StopKind.TEMPORARY: gettext_lazy("Temporary: until what hinders it is gone"),
    StopKind.FINAL: gettext_lazy("Final: the dossier ends here"),
}
STATES: dict[ProposalState, Any] = {
    ProposalState.WAITING: gettext_lazy("Waits for approval"),
    ProposalState.APPROVED: gettext_lazy("Approved"),
    ProposalState.REJECTED: gettext_lazy("Not approved"),
    ProposalState.RECALLED: gettext_lazy("Taken back"),
    ProposalState.LAPSED: gettext_lazy("Not needed any more"),
}
SIGNERS: dict[LetterSigner, Any] = {
    LetterSigner.OFFICER: gettext_lazy("The officer who takes the dossier in"),
    LetterSigner.HEAD: gettext_lazy("The head of the unit, or who signs in the head's stead"),
}
WAYS: dict[SignatureWay, Any] = {
    SignatureWay.HELD: gettext_lazy("Digitally, where the signer has a certificate; else by hand"),
    SignatureWay.PERSONAL: gettext_lazy("Always digitally; nothing is issued without"),
    SignatureWay.SEAL: gettext_lazy("By hand on the printed form; the file bears the seal"),
}
# Which form an act of the dossier's page issues.
ISSUES: dict[str, LetterAct] = {
    "request_supplement_at_intake": LetterAct.SUPPLEMENT_INTAKE,
    "approve_supplement": LetterAct.SUPPLEMENT,
    "refuse": LetterAct.REFUSAL,
    "apologise": LetterAct.APOLOGY,
    "withdraw": LetterAct.WITHDRAWAL,
    "stop": LetterAct.STOP,
}


def issuer_of(dossier: DossierView, act: LetterAct) -> UnitView:
    """Return the unit whose form an act issues."""
    return dossier.receiving_unit if act in OF_RECEIVER else dossier.competent_unit


def letter_words(actor: Actor, dossier: DossierView, offer_name: str) -> str:
    """Say before an act how the form that it issues will be signed; empty for other acts."""
    act = ISSUES.get(offer_name)
    if offer_name == "decide_letter" and dossier.open_proposal is not None:
        act = dossier.open_proposal.act
    if act is None:
        return ""
    unit = issuer_of(dossier, act)
    return signed_how(unit, sign_rule_of(unit, act), actor.account_id)


def signed_how(unit: UnitView, rule: SignRule, account_id: int) -> str:
    """Say how somebody signs a form of a unit."""
    if signing_key(unit, rule, account_id):
        return _("You sign this form with your own digital key; then it gets the unit's seal.")
    by_hand = _("Print it and sign it by hand beside your printed name.")
    if not registry.may_sign(f"unit:{unit.code}"):
        return f"{_('This unit has no digital seal here.')} {by_hand}"
    if rule.way is SignatureWay.SEAL:
        why = _("The file bears the unit's digital seal only (%(source)s).") % {
            "source": rule.cited
        }
    else:
        why = _("The file bears the unit's digital seal only: you have no certificate here.")
    return f"{why} {by_hand}"


def letter_lines(dossier: DossierView) -> list[tuple[str, str]]:
    """Return what a proposed form says, as label and words; nothing where none waits."""
    waits = dossier.open_proposal
    if waits is None:
        return []
    words = dict(waits.words)
    lines = [(_("Form"), str(ACT_NAMES[waits.act]))]
    if "items" in words:
        lines.append((_("What is asked for"), "\n".join(words["items"])))
    if "kind" in words:
        lines.append((_("Kind of stop"), str(STOPS[words["kind"]])))
    if "cause" in words:
        lines.append((_("Cause"), str(LATE_CAUSES[words["cause"]])))
    texts = (
        ("reason", _("Reason")),
        ("legal_basis", _("Legal basis")),
        ("go_instead", _("Where to go instead")),
    )
    lines += [(label, str(words[name])) for name, label in texts if words.get(name)]
    days = (
        ("deadline", _("To be handed in by")),
        ("promised_on", _("The result will be ready on")),
    )
    lines += [(label, formats.day(words[name])) for name, label in days if words.get(name)]
    lines.append((_("Proposed by"), dossier.accounts.get(waits.proposed_by, "")))
    return lines


def proposal_text(data: Mapping[str, Any], dossier: DossierView) -> str:
    """Return what an event about a proposed form says."""
    found = next((p for p in dossier.proposals if p.ordinal == data.get("proposal")), None)
    words = str(ACT_NAMES[LetterAct(data["act"])])
    if "how" in data:
        words = f"{words}: {STATES[ProposalState(data['how'])]}"
    note = found.note if found is not None and "how" in data else ""
    return f"{words}. {note}" if note else words
