"""A form that one person proposes and another signs: proposed, taken back, sent back, approved.

Nothing has happened before the approval: the clock runs, the applicant is told nothing, no number
is taken. What is proposed is tried first, so that nobody proposes what would be refused anyway.
Supplements during appraisal have a proposal of their own (`pause`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from motcua.dossiers.letter_rules import (
    FACTS,
    OF_RECEIVER,
    PROPOSED,
    LetterAct,
    LetterSigner,
    ProposalState,
    words_plain,
    words_read,
)
from motcua.dossiers.models import Dossier, LetterProposal, SupplementRequest
from motcua.dossiers.paper_rules import paper_rule
from motcua.dossiers.queries.letters import sign_rule_of
from motcua.dossiers.queries.parts import handles
from motcua.dossiers.rules import may_follow
from motcua.dossiers.services import _write
from motcua.dossiers.services._proposals import proposals_close
from motcua.dossiers.services._rows import rows_bind
from motcua.dossiers.services.apology import dossier_apologise
from motcua.dossiers.services.ending import dossier_stop
from motcua.dossiers.services.intake import (
    dossier_refuse,
    dossier_request_supplement_at_intake,
    reason_clean,
)
from motcua.dossiers.services.letters import (
    LetterDraft,
    Pen,
    Trying,
    approved,
    letter_prepare,
    own_proposal_check,
    signer_posting,
)
from motcua.dossiers.types import Fact, FactType, Outcome, Phase
from motcua.identity.types import Action, Actor, PostingView
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.failpoints import failpoint, failpoint_after_commit
from motcua.organisations.queries import unit_get
from motcua.workflow.queries import live_items_of

ACTS: Mapping[LetterAct, Callable[..., Outcome]] = {
    LetterAct.SUPPLEMENT_INTAKE: dossier_request_supplement_at_intake,
    LetterAct.REFUSAL: dossier_refuse,
    LetterAct.APOLOGY: dossier_apologise,
    LetterAct.STOP: dossier_stop,
}
_PROPOSING = Trying(proposes=True)


def letter_propose(
    *, actor: Actor, code: str, act: LetterAct, words: Mapping[str, Any], version: int | None = None
) -> Outcome:
    """Propose an act that issues a form which another signs; `words` are what it is called with.

    Raises what the act itself would raise; Refused `proposal_open`, `sign_yourself` where the
    officer signs it and nobody else needs to approve, `not_in_your_hands` for the apology of a
    dossier that somebody else handles.
    """
    if act not in PROPOSED:
        raise ValueError(f"{act} is not proposed")
    with transaction.atomic():
        dossier = _write.dossier_lock(code, version=version)
        posting = signer_posting(actor, dossier, _rule(act), _PROPOSING)
        if act is LetterAct.APOLOGY:
            _own_check(dossier, posting)
        _head_signs_check(dossier, act)
        letter_prepare(partial(_try, actor, code, act, words), proposes=True)
        earlier = _earlier_ended(dossier)
        rows = LetterProposal.objects.filter(dossier=dossier)
        row = LetterProposal.objects.create(
            dossier=dossier,
            ordinal=(rows.aggregate(last=Max("ordinal"))["last"] or 0) + 1,
            act=act.value,
            unit_id=_unit_id(dossier, act),
            words=words_plain(words),
            proposed_by=posting.account_id,
            proposed_at=clock.now(),
        )
        rows_bound = earlier | rows_bind(dossier, row)
        fact = _write.fact_at(
            FactType.LETTER_PROPOSED,
            row.proposed_at,
            rows=rows_bound,
            act=act.value,
            proposal=row.ordinal,
        )
        outcome = _write.facts_record(dossier, [fact], _write.doer_of(posting))
        failpoint("operation.written")
        failpoint_after_commit("operation.committed")
    return outcome


def letter_decide(
    *,
    actor: Actor,
    code: str,
    approve: bool,
    note: str = "",
    version: int | None = None,
    letter: Pen = None,
) -> Outcome:
    """Approve what is proposed, so that the form is issued now, or send it back with a reason.

    Raises Refused `nothing_proposed`, `own_proposal`, and what the act itself refuses; a stale
    page is `Stale`.
    """
    said = "" if approve else reason_clean(note, "note")
    with transaction.atomic():
        dossier = _write.dossier_lock(code, version=version)
        row = _waiting(dossier)
        act = LetterAct(row.act)
        posting = _deciding(actor, dossier, act)
        own_proposal_check(posting.account_id, row.proposed_by)
        state = ProposalState.APPROVED if approve else ProposalState.REJECTED
        fact = _ended(dossier, row, state, posting.account_id, said)
        outcome = _write.facts_record(dossier, [fact], _write.doer_of(posting))
        if approve:
            with approved(dossier, act):
                words = words_read(row.words)
                outcome = ACTS[act](actor=actor, code=code, letter=letter, **words)
        failpoint("operation.written")
        failpoint_after_commit("operation.committed")
    return outcome


def letter_recall(*, actor: Actor, code: str, version: int | None = None) -> Outcome:
    """Take back what one has proposed, as long as nobody has decided; a supplement too.

    Raises Refused `nothing_proposed`, `not_yours`.
    """
    with transaction.atomic():
        dossier = _write.dossier_lock(code, version=version)
        asked = SupplementRequest.objects.filter(
            dossier=dossier, state="proposed", proposed_by=actor.account_id
        ).first()
        if asked is not None and not _mine_waits(actor, dossier):
            posting = _write.posting_deciding(actor, Action.DOSSIER_APPRAISE, dossier)
            fact = _supplement_recalled(dossier, asked)
        else:
            row = _waiting(dossier)
            posting = signer_posting(actor, dossier, _rule(LetterAct(row.act)), _PROPOSING)
            if posting.account_id != row.proposed_by:
                raise Refused("not_yours", _("Only who proposed it takes it back."))
            fact = _ended(dossier, row, ProposalState.RECALLED, posting.account_id, "")
        outcome = _write.facts_record(dossier, [fact], _write.doer_of(posting))
        failpoint("operation.written")
        failpoint_after_commit("operation.committed")
    return outcome


def letter_preview(*, actor: Actor, code: str) -> LetterDraft:
    """Return the form that an approval would issue now; changes nothing.

    Raises NotFound, Forbidden, Refused as `letter_decide` does.
    """
    return letter_prepare(
        lambda letter: letter_decide(actor=actor, code=code, approve=True, letter=letter)
    )


def _deciding(actor: Actor, dossier: Dossier, act: LetterAct) -> PostingView:
    """Return the posting that decides: whoever signs for the head, whatever the rule is by now."""
    if act in OF_RECEIVER:
        return actor.posting_for(Action.LETTER_SIGN, dossier.receiving_unit_id)
    return signer_posting(actor, dossier, _rule(act))


def _try(actor: Actor, code: str, act: LetterAct, words: Mapping[str, Any], letter: Pen) -> Outcome:
    return ACTS[act](actor=actor, code=code, letter=letter, **words)


def _rule(act: LetterAct) -> Any:
    phase = Phase.INTAKE if act is LetterAct.SUPPLEMENT_INTAKE else Phase.NONE
    return paper_rule(FACTS[act], clock.today(), phase)


def _unit_id(dossier: Dossier, act: LetterAct) -> int:
    """Return the unit that issues the form of an act."""
    return dossier.receiving_unit_id if act in OF_RECEIVER else dossier.competent_unit_id


def _own_check(dossier: Dossier, posting: PostingView) -> None:
    items = live_items_of(dossier.process_id) if dossier.process_id else ()
    if posting.may(Action.WORK_REASSIGN) or handles(posting.account_id, dossier.official_id, items):
        return
    text = _("Only who handles this dossier, or who supervises, proposes an apology for it.")
    raise Refused("not_in_your_hands", text)


def _head_signs_check(dossier: Dossier, act: LetterAct) -> None:
    if sign_rule_of(unit_get(_unit_id(dossier, act)), act).signer is LetterSigner.OFFICER:
        raise Refused("sign_yourself", _("Here you sign this form yourself; nobody approves it."))


def _earlier_ended(dossier: Dossier) -> dict[str, str]:
    """End a proposal that can be approved no more; Refused where one waits that can."""
    waiting = LetterProposal.objects.filter(dossier=dossier, state=ProposalState.WAITING.value)
    row = waiting.first()
    if row is None:
        return {}
    if may_follow(_write.state_of(dossier), FACTS[LetterAct(row.act)]):
        raise Refused("proposal_open", _("Another form waits for a signature in this dossier."))
    return proposals_close(dossier)


def _waiting(dossier: Dossier) -> LetterProposal:
    rows = LetterProposal.objects.filter(dossier=dossier, state=ProposalState.WAITING.value)
    row = rows.first()
    if row is None:
        raise Refused("nothing_proposed", _("Nothing is proposed in this dossier (any more)."))
    return row


def _mine_waits(actor: Actor, dossier: Dossier) -> bool:
    rows = LetterProposal.objects.filter(dossier=dossier, state=ProposalState.WAITING.value)
    return rows.filter(proposed_by=actor.account_id).exists()


def _supplement_recalled(dossier: Dossier, request: SupplementRequest) -> Fact:
    """End a proposed supplement; whoever leads alone would else be stuck with their own."""
    request.state = "cancelled"
    request.save(update_fields=["state"])
    return _write.fact_at(
        FactType.LETTER_DECIDED,
        clock.now(),
        rows=rows_bind(dossier, request),
        act=LetterAct.SUPPLEMENT.value,
        supplement=request.ordinal,
        how=ProposalState.RECALLED.value,
    )


def _ended(
    dossier: Dossier, row: LetterProposal, state: ProposalState, account_id: int, note: str
) -> Fact:
    row.state, row.decided_by, row.note = state.value, account_id, note
    row.decided_at = clock.now()
    row.save()
    return _write.fact_at(
        FactType.LETTER_DECIDED,
        row.decided_at,
        rows=rows_bind(dossier, row),
        act=row.act,
        proposal=row.ordinal,
        how=state.value,
    )
