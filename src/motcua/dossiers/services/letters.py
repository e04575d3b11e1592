"""Who signs a form, and the signature itself: made before the act, used by it.

A form bears its number, and whoever signs it must know what they sign. So the act is tried first
(`letter_prepare`): everything is checked and the form is drawn up with the number that comes next,
then all of it is undone. The key and the time-stamp authority are asked outside of a transaction.
Then the act is done with the signed file; should another form have taken the number meanwhile, or
anything on the form be different by now, `LetterMoved` says so and nothing has changed. The form
is issued, and the clock acts, when the act is done: neither when it was proposed nor when somebody
began to sign.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.documents.forms import Letter
from motcua.documents.pdf import form_freeze, frozen_pdf
from motcua.documents.services import output_store
from motcua.documents.signatures import registry
from motcua.documents.signatures.sign import Order, pdf_sign
from motcua.documents.signatures.types import Role, Signed, SigningRefused
from motcua.dossiers.eyes_rules import OWN_PROPOSAL, proposal_barred
from motcua.dossiers.letter_rules import (
    OF_RECEIVER,
    LetterAct,
    LetterSigner,
    ProposalState,
    SignRule,
    letter_act,
)
from motcua.dossiers.models import Dossier, LetterProposal, LetterSignature, Paper
from motcua.dossiers.paper_rules import RECEIVER, PaperRule
from motcua.dossiers.papers import unit_words
from motcua.dossiers.queries.letters import sign_rule_of, signing_key
from motcua.dossiers.services import _write
from motcua.identity.capacity_rules import Signing
from motcua.identity.queries import accounts_by_ids
from motcua.identity.types import Action, Actor, PostingView
from motcua.kernel import clock
from motcua.kernel.errors import Forbidden, Refused, Stale
from motcua.organisations.queries import unit_get
from motcua.organisations.types import UnitView

HINT = "(Đã ký số)"


@dataclass(frozen=True)
class Trying:
    """The act is only tried; `proposes`: by somebody who proposes it and signs nothing."""

    proposes: bool = False


@dataclass(frozen=True)
class LetterSigned:
    """A form that was signed and is not issued yet; `data` is what stands on it."""

    data: dict[str, Any]
    signed: Signed


Pen = Trying | LetterSigned | None
_approved: ContextVar[tuple[int, LetterAct] | None] = ContextVar("letter_approved", default=None)


@dataclass(frozen=True)
class LetterDraft:
    """What a trial drew up; `key` signs it personally, empty where only the seal comes upon it."""

    template: str
    data: dict[str, Any]
    at: datetime
    key: str = ""
    name: str = ""
    capacity: tuple[str, ...] = ()

    def pdf(self) -> bytes:
        """Return the form as it will be signed."""
        return frozen_pdf(self.template, self.data, at=self.at)

    def order(self) -> Order:
        """Return what the key is to sign."""
        return Order(
            self.pdf(),
            Role.PERSONAL,
            self.key,
            self.name,
            "",
            number=self.data["number"],
            visible=False,
            reason="Ký văn bản",
            capacity=self.capacity,
        )


class LetterMoved(Stale):
    """What was signed is not what would be issued: another form took the number meanwhile."""


class _Tried(Exception):
    """Carries what a trial drew up."""

    def __init__(self, draft: LetterDraft) -> None:
        super().__init__("a trial")
        self.draft = draft


def letter_prepare(act: Callable[[Pen], object], *, proposes: bool = False) -> LetterDraft:
    """Try an act that issues a form, undo it, and return the form; raises what the act raises."""
    try:
        with transaction.atomic():
            act(Trying(proposes))
    except _Tried as tried:
        return tried.draft
    raise RuntimeError("the act issued no form")  # pragma: no cover - a bug


def letter_make(act: Callable[[Pen], object]) -> Pen:
    """Return the signature that an act needs; None where only the seal comes upon its form.

    For whoever does not mind that the key is waited for here and now; pages sign outside of their
    transaction. Raises what the act raises, SigningRefused.
    """
    draft = letter_prepare(act)
    return LetterSigned(draft.data, pdf_sign(draft.order())) if draft.key else None


def signer_posting(actor: Actor, dossier: Dossier, rule: PaperRule, pen: Pen = None) -> PostingView:
    """Return the posting under which somebody issues a form, or proposes it.

    Raises Forbidden, Refused `propose_instead` for who may only propose.
    """
    act = letter_act(rule)
    proposes = isinstance(pen, Trying) and pen.proposes
    if act not in OF_RECEIVER:
        if proposes:
            return _proposer_posting(actor, dossier, act)
        return _write.posting_deciding(actor, rule.action, dossier)
    unit_id = dossier.receiving_unit_id
    if proposes:
        return actor.posting_for(rule.action, unit_id)
    if sign_rule_of(unit_get(unit_id), act).signer is LetterSigner.OFFICER:
        # What was proposed while the head signed is still the head's to decide.
        waits = not actor.may(rule.action, unit_id) and (
            _approved.get() == (dossier.pk, act) or _waits(dossier, act)
        )
        return actor.posting_for(Action.LETTER_SIGN if waits else rule.action, unit_id)
    try:
        return actor.posting_for(Action.LETTER_SIGN, unit_id)
    except Forbidden:
        if not actor.may(rule.action, unit_id):
            raise
        raise Refused(
            "propose_instead",
            _("Here the head of the unit signs this form. Propose it; the head decides."),
        ) from None


def _proposer_posting(actor: Actor, dossier: Dossier, act: LetterAct | None) -> PostingView:
    """Return who proposes a form that a leader signs: an apology also whoever supervises."""
    if act is LetterAct.APOLOGY:
        with suppress(Forbidden):
            return _write.posting_deciding(actor, Action.WORK_REASSIGN, dossier)
    return _write.posting_deciding(actor, Action.DOSSIER_APPRAISE, dossier)


@contextmanager
def approved(dossier: Dossier, act: LetterAct) -> Iterator[None]:
    """Let whoever has just approved a proposal issue its form, though it waits no longer."""
    token = _approved.set((dossier.pk, act))
    try:
        yield
    finally:
        _approved.reset(token)


def _waits(dossier: Dossier, act: LetterAct) -> bool:
    """Tell whether somebody proposed this form of this dossier and nobody has decided."""
    return LetterProposal.objects.filter(
        dossier=dossier, act=act.value, state=ProposalState.WAITING.value
    ).exists()


def own_proposal_check(account_id: int, proposed_by: int | None) -> None:
    """Refuse whoever decides on what they proposed themselves: four eyes have to see it."""
    if proposal_barred(account=account_id, proposed_by=proposed_by):
        raise Refused(
            OWN_PROPOSAL, _("You proposed this yourself; somebody else decides and signs it.")
        )


def signed_by_head(unit: UnitView, rule: PaperRule, *, on: date) -> bool:
    """Tell whether a form of a day bears the title of the head, or of who signs in their stead."""
    return rule.issuer != RECEIVER or (
        sign_rule_of(unit, letter_act(rule), on=on).signer is LetterSigner.HEAD
    )


def capacity_check(rule: SignRule, capacity: Signing | None) -> None:
    """Refuse a capacity in which this form is not signed here; None: nothing is recorded."""
    if capacity is None or capacity.capacity is None or capacity.capacity in rule.capacities:
        return
    raise Refused(
        "capacity_not_here",
        _("Here this form is not signed %(capacity)s: %(source)s.")
        % {"capacity": capacity.text, "source": rule.cited},
    )


def draft_make(
    form: Letter,
    unit: UnitView,
    rule: PaperRule,
    *,
    account_id: int | None,
    at: datetime,
    capacity: Signing | None,
) -> LetterDraft:
    """Return the form as it will be issued, and with which key it is signed.

    Raises Refused where a personal signature is wanted and cannot be made here.
    """
    set_rule = sign_rule_of(unit, letter_act(rule), on=clock.local(at).date())
    capacity_check(set_rule, capacity)
    key = signing_key(unit, set_rule, account_id)
    if not key or account_id is None:
        return LetterDraft(form.template, form_freeze(form), at)
    if not (registry.may_sign(key) and registry.may_sign(f"unit:{unit.code}")):
        raise SigningRefused(
            "certificate_missing",
            _(
                "This form is issued with the personal digital signature of whoever signs it and "
                "the seal of %(unit)s. One of the two is not set up here: ask your technical "
                "administrator."
            )
            % {"unit": unit.full_name},
        )
    name = accounts_by_ids([account_id])[account_id].name
    form = replace(
        form,
        signer=replace(form.signer, hint=HINT),
        sealed_by=f"{name} và {unit_words(unit)}",
    )
    lines = capacity.lines if capacity else ()
    return LetterDraft(form.template, form_freeze(form), at, key, name, lines)


def pen_use(draft: LetterDraft, pen: Pen) -> dict[str, Any]:
    """Return what stands on the form that is issued now; ends a trial.

    Raises LetterMoved when something else was signed, SigningRefused when nobody signed.
    """
    if isinstance(pen, Trying):
        raise _Tried(draft)
    if not draft.key and pen is None:
        return draft.data
    if pen is None:
        raise SigningRefused(
            "not_signed_yet",
            _(
                "This form bears the personal digital signature of whoever signs it. Sign it on "
                "its page; a program does not sign for a person."
            ),
        )
    if not draft.key or _lasting(pen.data) != _lasting(draft.data):
        raise LetterMoved(
            "letter_changed",
            _("Another form was issued at the same moment. Nothing was changed; press once more."),
        )
    return pen.data


def signature_keep(paper: Paper, pen: Pen) -> dict[str, Any]:
    """Keep the file that was signed beside its form; return what the event tells of it."""
    if not isinstance(pen, LetterSigned):
        return {}
    signed = pen.signed
    stored = output_store(
        data=signed.data, name=f"mau-{paper.form}-{paper.number}.pdf", pages=signed.pages
    )
    LetterSignature.objects.create(
        paper=paper,
        dossier_id=paper.dossier_id,
        file_id=stored.id,
        sha256=stored.sha256,
        evidence=signed.evidence.data(),
        made_at=clock.now(),
    )
    one = signed.evidence
    told = {
        "signed": one.role.value,
        "certificate": one.fingerprint,
        "level": one.level.value,
        "base": signed.base_sha256,
        "file": stored.sha256,
    }
    return told | ({"capacity": one.capacity_text} if one.capacity else {})


def _lasting(data: dict[str, Any]) -> dict[str, Any]:
    """Return what stands on a form, but for the minute at which it was drawn up."""
    at = {name: text for name, text in data["issued_at"].items() if name not in {"time", "clock"}}
    return {**data, "issued_at": at}
