"""Rules of silence by the page: one person writes, another approves; a rule is never changed.

A rule holds in every unit of the installation (domain brief 2.8), so only whoever keeps procedures
at the province itself writes or approves one. A question that was asked keeps the rule of its day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from motcua.dossiers.models import OpinionRule, OpinionRuleDraft
from motcua.dossiers.opinion_rules import RuleDraftState
from motcua.identity.types import Action, Actor, PostingView
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Forbidden, Invalid, NotFound, Refused
from motcua.kernel.text import nfc
from motcua.organisations.queries import units_by_ids
from motcua.organisations.types import PROVINCE_KINDS
from motcua.procedures.queries.names import procedure_ids

BASIS_MAX, REASON_MAX = 300, 500


@dataclass(frozen=True, slots=True)
class RuleSaid:
    """What a rule says: in which procedure, from which day, on which article."""

    procedure_code: str
    valid_from: date
    silence_consents: bool
    basis: str


def may_keep(actor: Actor) -> bool:
    """Tell whether somebody may write and approve rules of silence."""
    return _postings(actor) != []


def opinion_rule_write(*, actor: Actor, said: RuleSaid) -> int:
    """Write a rule down, for somebody else to approve; return the draft's id.

    Raises Forbidden; Invalid at `procedure`, `basis`, or at `valid_from` where a rule begins on
    that day or waits for it already.
    """
    posting = _posting(actor)
    code, basis = nfc(said.procedure_code).strip(), nfc(said.basis)[:BASIS_MAX]
    procedure_id = procedure_ids([code]).get(code)
    problems = []
    if procedure_id is None:
        problems.append(FieldProblem("procedure", _("There is no such procedure.")))
    if not basis:
        problems.append(FieldProblem("basis", _("Give the legal basis.")))
    if problems or procedure_id is None:
        raise Invalid(problems)
    if OpinionRule.objects.filter(procedure_id=procedure_id, valid_from=said.valid_from).exists():
        raise _there()
    try:
        with transaction.atomic():
            row = OpinionRuleDraft.objects.create(
                procedure_id=procedure_id,
                valid_from=said.valid_from,
                silence_consents=said.silence_consents,
                basis=basis,
                state=RuleDraftState.WAITING.value,
                written_by=posting.account_id,
                written_at=clock.now(),
            )
    except IntegrityError as error:
        words = _("A rule from that day is waiting for approval already.")
        raise Invalid([FieldProblem("valid_from", words)]) from error
    return row.pk


def opinion_rule_approve(*, actor: Actor, draft_id: int) -> None:
    """Let a rule hold. Raises Forbidden, NotFound; Refused `decided`, `four_eyes`; Invalid."""
    with transaction.atomic():
        row, posting = _waiting(actor, draft_id)
        _eyes_check(row, posting)
        try:
            with transaction.atomic():
                OpinionRule.objects.create(
                    procedure_id=row.procedure_id,
                    valid_from=row.valid_from,
                    silence_consents=row.silence_consents,
                    basis=row.basis,
                    edited_by=row.written_by,
                    edited_at=clock.now(),
                )
        except IntegrityError as error:
            raise _there() from error
        _decide(row, posting, RuleDraftState.APPROVED)


def opinion_rule_return(*, actor: Actor, draft_id: int, reason: str) -> None:
    """Send a rule back with a reason. Raises as `opinion_rule_approve`; Invalid at `reason`."""
    words = nfc(reason)[:REASON_MAX]
    if not words:
        raise Invalid([FieldProblem("reason", _("Say why."))])
    with transaction.atomic():
        row, posting = _waiting(actor, draft_id)
        _eyes_check(row, posting)
        _decide(row, posting, RuleDraftState.RETURNED, words)


def opinion_rule_recall(*, actor: Actor, draft_id: int) -> None:
    """Take one's own rule back while it waits. Raises Forbidden, NotFound, Refused `decided`."""
    with transaction.atomic():
        row, posting = _waiting(actor, draft_id)
        if row.written_by != posting.account_id:
            raise Forbidden("not_yours", _("Only who wrote it takes it back."))
        _decide(row, posting, RuleDraftState.RECALLED)


def _decide(
    row: OpinionRuleDraft, posting: PostingView, state: RuleDraftState, reason: str = ""
) -> None:
    row.state, row.reason = state.value, reason
    row.decided_by, row.decided_at = posting.account_id, clock.now()
    row.save(update_fields=["state", "reason", "decided_by", "decided_at"])


def _waiting(actor: Actor, draft_id: int) -> tuple[OpinionRuleDraft, PostingView]:
    """Lock a draft that waits; two people at once end in one decision."""
    posting = _posting(actor)
    row = OpinionRuleDraft.objects.select_for_update().filter(pk=draft_id).first()
    if row is None:
        raise NotFound("rule_unknown", _("There is no such rule here."))
    if row.state != RuleDraftState.WAITING.value:
        raise Refused("decided", _("This rule has been decided about meanwhile."))
    return row, posting


def _eyes_check(row: OpinionRuleDraft, posting: PostingView) -> None:
    if row.written_by == posting.account_id:
        raise Refused("four_eyes", _("Who wrote a rule does not decide about it."))


def _posting(actor: Actor) -> PostingView:
    found = _postings(actor)
    if not found:
        raise Forbidden("not_allowed", _("Rules of silence are kept at the province."))
    return found[0]


def _postings(actor: Actor) -> list[PostingView]:
    mine = [one for one in actor.postings if Action.PROCEDURE_OFFER in one.actions]
    units = units_by_ids({one.unit_id for one in mine})
    return [
        one for one in mine if one.unit_id in units and units[one.unit_id].kind in PROVINCE_KINDS
    ]


def _there() -> Invalid:
    words = _("Another rule begins on that day already; rules are never changed.")
    return Invalid([FieldProblem("valid_from", words)])
