"""Which acts are lawful now for this person: what the dossier page offers, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from motcua.documents.signatures import registry
from motcua.documents.signatures.types import Role
from motcua.dossiers import rules
from motcua.dossiers.eyes_rules import (
    approver_barred,
    endorser_barred,
    proposal_barred,
    waiver_barred,
)
from motcua.dossiers.letter_rules import LetterAct
from motcua.dossiers.opinion_rules import PENDING
from motcua.dossiers.queries.late import SOON
from motcua.dossiers.queries.letter_offers import (
    intake_letters,
    letter_acts,
    may_propose,
    may_propose_apology,
)
from motcua.dossiers.queries.letters import acts_able
from motcua.dossiers.queries.parts import units_deciding, with_leader
from motcua.dossiers.return_rules import BARRED, RETURNED_BY, ReturnTo, return_to, sends_back
from motcua.dossiers.types import ACTION_OF, FactType, Phase, State, Status, right_to
from motcua.dossiers.views import DossierView
from motcua.identity.substitutions import allows, stands_in, stands_in_for
from motcua.identity.types import Action, Actor, SubstitutionView
from motcua.kernel import clock
from motcua.payments.types import Method
from motcua.workflow.types import Act, ItemState, OutcomeView, WorkItemView


@dataclass(frozen=True)
class ActionOffer:
    """One act that is possible: `name` is stable (accept, refuse, complete …).

    `item` and `outcomes` belong to `complete`; `primary` marks the next lawful act, the only
    filled button of the page. `left_out` says why only some outcomes of the step are offered:
    who may not approve may still send back.
    """

    name: str
    primary: bool = False
    item: WorkItemView | None = None
    outcomes: tuple[OutcomeView, ...] = ()
    reason: str = ""  # why it cannot be done yet, when it is shown all the same
    left_out: str = ""
    ordinal: int = 0  # of the question to another unit that it is about


def actions_allowed(actor: Actor, dossier: DossierView) -> tuple[ActionOffer, ...]:
    """Return what this person may do with this dossier now, the next lawful act first."""
    state = State(status=dossier.status, phase=dossier.phase, waiting=dossier.waiting)
    offers = [*_letters(actor, dossier), *_intake(actor, dossier, state)]
    offers += _items(actor, dossier)
    offers += [ActionOffer("take_back", item=one) for one in dossier.items if _gave(actor, one)]
    offers += _returns(actor, dossier)
    offers += _signature(actor, dossier)
    offers += _pauses(actor, dossier, state)
    offers += _opinions(actor, dossier, state)
    offers += _lateness(actor, dossier, state)
    offers += _endings(actor, dossier, state)
    return tuple(offers)


def _opinions(actor: Actor, dossier: DossierView, state: State) -> list[ActionOffer]:
    """Ask other units; remind, extend, recall, ask again; a leader decides without an answer."""
    if not rules.may_follow(state, FactType.OPINION_ASKED):
        return []
    units = _deciding(dossier)
    appraises = any(actor.may(Action.DOSSIER_APPRAISE, unit) for unit in units)
    approves = any(actor.may(Action.DOSSIER_APPROVE, unit) for unit in units)
    offers = [ActionOffer("ask_opinion")] if appraises else []
    for one in dossier.opinions:
        names: list[str] = []
        if appraises and one.is_open:
            names += ["remind_opinion", "extend_opinion", "recall_opinion"]
        if appraises and one.state in PENDING:
            names.append("renew_opinion")
        if (
            approves
            and one.missing
            and not waiver_barred(account=actor.account_id, asked_by=one.asked_by)
        ):
            names.append("waive_opinion")
        offers += [ActionOffer(name, ordinal=one.ordinal) for name in names]
    return offers


def _lateness(actor: Actor, dossier: DossierView, state: State) -> list[ActionOffer]:
    """Apologise when the due date is near or past, once; say why it was late, once it was."""
    if dossier.due_at is None or dossier.suspended_from is not None:
        return []
    offers: list[ActionOffer] = []
    units, now = _deciding(dossier), clock.now()
    approves = any(actor.may(Action.DOSSIER_APPROVE, unit) for unit in units)
    if approves and _apologises(dossier, state, now) and _able(actor, dossier, LetterAct.APOLOGY):
        offers.append(ActionOffer("apologise"))
    elif may_propose_apology(actor, dossier, units) and _apologises(dossier, state, now):
        offers.append(ActionOffer("propose_apology"))
    explains = approves or any(actor.may(Action.DOSSIER_APPRAISE, unit) for unit in units)
    late = (dossier.ended_at or now) > dossier.due_at and not dossier.late_cause
    if explains and late and rules.may_follow(state, FactType.LATENESS_EXPLAINED):
        offers.append(ActionOffer("explain_lateness"))
    return offers


def _apologises(dossier: DossierView, state: State, now: datetime) -> bool:
    """Tell whether an apology is due or near, and none was sent."""
    near = dossier.due_at is not None and now > dossier.due_at - SOON
    return near and dossier.promised_at is None and rules.may_follow(state, FactType.APOLOGISED)


def _letters(actor: Actor, dossier: DossierView) -> list[ActionOffer]:
    """Decide on the form that somebody proposed; take back what one proposed oneself."""
    return [
        ActionOffer(name, primary=name == "decide_letter")
        for name in letter_acts(actor, dossier, _deciding(dossier))
    ]


def _intake(actor: Actor, dossier: DossierView, state: State) -> list[ActionOffer]:
    if not actor.may(Action.DOSSIER_INTAKE, dossier.receiving_unit.id):
        return []
    offers: list[ActionOffer] = []
    if rules.may_follow(state, FactType.ACCEPTED):
        offers.append(ActionOffer("accept", primary=True))
    asks = dossier.status is Status.REGISTERED or dossier.phase is Phase.INTAKE
    refuses = rules.may_follow(state, FactType.REFUSED)
    names = intake_letters(actor, dossier, asks=asks, refuses=refuses)
    offers += [ActionOffer(one) for one in names]
    if dossier.status is Status.SUPPLEMENT and dossier.phase is Phase.APPRAISAL:
        offers.append(ActionOffer("receive_supplement", primary=True))
    return offers


def _items(actor: Actor, dossier: DossierView) -> list[ActionOffer]:
    offers: list[ActionOffer] = []
    running = dossier.status in {Status.ACCEPTED, Status.PROCESSING, Status.DONE}
    for item in dossier.items:
        if not item.state.is_live or (not running and item.act is not Act.OPINION):
            continue
        if not actor.may(right_to(item.act, item.role), item.unit_id):
            if actor.may(Action.WORK_REASSIGN, item.unit_id):
                offers.append(ActionOffer("assign_item", item=item))
            continue
        offers += _item(actor, dossier, item)
    return offers


def _gave(actor: Actor, item: WorkItemView) -> bool:
    """Tell whether somebody handed an item over that nobody has confirmed yet."""
    return item.state is ItemState.HANDED_OVER and item.holder_id == actor.account_id


def _confirms(actor: Actor, item: WorkItemView) -> bool:
    """Tell whether somebody may confirm the receipt: the one named, or who stands in for them."""
    if item.offered_to_id is None:
        return item.holder_id != actor.account_id
    return item.offered_to_id == actor.account_id or stands_in(
        actor.account_id, instead_of=item.offered_to_id, unit_id=item.unit_id, role=item.role
    )


def _item(actor: Actor, dossier: DossierView, item: WorkItemView) -> list[ActionOffer]:
    mine = item.claimed_by_id == actor.account_id
    if item.state is ItemState.HANDED_OVER:
        if not _confirms(actor, item):
            return []
        return [ActionOffer("confirm_receipt", primary=True, item=item)]
    if item.state is ItemState.CLAIMED and not mine:
        if instead_of(actor, item) is not None:
            taken = [ActionOffer("take_over", primary=True, item=item)]
            given = [ActionOffer("assign_item", item=item)] if _may_assign(actor, item) else []
            return taken + given
        return [ActionOffer("assign_item", item=item)] if _may_assign(actor, item) else []
    offers: list[ActionOffer] = []
    if item.state is ItemState.OPEN and item.act in {Act.APPRAISE, Act.OPINION}:
        offers.append(ActionOffer("claim", primary=True, item=item))
    else:
        offers.append(_complete(actor, dossier, item))
    if mine:  # only who has it gives it on
        offers += [ActionOffer("release", item=item), ActionOffer("hand_over", item=item)]
    if _may_assign(actor, item):
        offers.append(ActionOffer("assign_item", item=item))
    return offers


def _complete(actor: Actor, dossier: DossierView, item: WorkItemView) -> ActionOffer:
    """Return the offer to finish a step: with the outcomes that nothing speaks against."""
    reason = _barred(actor, dossier, item)
    free = tuple(one for one in item.outcomes if not reason or sends_back(item.act, one.code))
    if not free:
        return ActionOffer("complete", item=item, outcomes=item.outcomes, reason=reason)
    return ActionOffer("complete", primary=not reason, item=item, outcomes=free, left_out=reason)


def _barred(actor: Actor, dossier: DossierView, item: WorkItemView) -> str:
    """Return why this person cannot finish a step, empty when nothing speaks against it.

    Sending back by an outcome of the drawing is free all the same (`sends_back`).
    """
    if item.act in {Act.APPRAISE, Act.APPROVE} and any(one.missing for one in dossier.opinions):
        return "opinions_missing"
    if item.act in BARRED and any(one.bars for one in dossier.sent_back):
        return "return_open"
    if item.act is Act.APPROVE:
        return eyes_barred(actor.account_id, dossier)
    if item.act is Act.ENDORSE:
        given = (
            event.account_id
            for event in reversed(dossier.timeline)
            if event.type == FactType.OPINION_GIVEN and "element" in event.data
        )
        return endorser_barred(account=actor.account_id, last_opinion_by=next(given, None))
    if item.act is Act.ISSUE and leader_signature_missing(dossier):
        return "leader_not_signed"
    return ""


def eyes_barred(account_id: int, dossier: DossierView) -> str:
    """Return why somebody may not answer for the draft of a dossier, empty when they may."""
    draft = dossier.draft
    return approver_barred(
        account=account_id,
        appraised_by=dossier.appraised_by,
        drafted_by=draft.drafted_by if draft else None,
    )


def _returns(actor: Actor, dossier: DossierView) -> list[ActionOffer]:
    """Put right what came back, or take a return back; return a step's dossier to who was before.

    The side that got it answers from its piece of work; the side that returned it recalls.
    """
    offers: list[ActionOffer] = []
    for one in dossier.sent_back:
        item = one.item
        if item is None or not one.bars:
            continue
        free = item.state is ItemState.OPEN or item.claimed_by_id == actor.account_id
        if actor.may(right_to(item.act, item.role), item.unit_id):
            if free:
                offers.append(ActionOffer("answer_return", primary=True, item=item))
            elif instead_of(actor, item) is not None:
                offers.append(ActionOffer("take_over", primary=True, item=item))
        if _may_assign(actor, item):
            offers.append(ActionOffer("assign_item", item=item))
        if actor.may(ACTION_OF[RETURNED_BY[one.to]], one.from_unit_id):
            offers.append(ActionOffer("recall_return", item=item))
    if dossier.status is not Status.PROCESSING or any(one.bars for one in dossier.sent_back):
        return offers
    for item in dossier.items:
        free = item.state is ItemState.OPEN or (
            item.state is ItemState.CLAIMED and item.claimed_by_id == actor.account_id
        )
        if (
            free
            and return_to(item.act, [one.code for one in item.outcomes]) is not None
            and actor.may(right_to(item.act, item.role), item.unit_id)
        ):
            offers.append(ActionOffer("return_work", item=item))
    return offers


def instead_of(actor: Actor, item: WorkItemView) -> SubstitutionView | None:
    """Return the substitution under which somebody may take an item that another has claimed."""
    action = right_to(item.act, item.role)
    if item.state is not ItemState.CLAIMED or not actor.may(action, item.unit_id):
        return None
    for one in stands_in_for(actor.account_id):
        there = one.account_id == item.claimed_by_id and item.unit_id in one.unit_ids
        if there and allows(one, action):
            return one
    return None


def leader_signature_missing(dossier: DossierView) -> bool:
    """Tell whether an approved result waits for a leader's own signature before it is issued.

    It was approved before its unit had a seal; since then the unit signs (`signing_after`).
    """
    draft = dossier.draft
    if draft is None or draft.approved_at is None or dossier.status is not Status.PROCESSING:
        return False
    signed = any(one.role is Role.PERSONAL for one in draft.signatures)
    return not signed and registry.may_sign(f"unit:{dossier.competent_unit.code}")


def _signature(actor: Actor, dossier: DossierView) -> list[ActionOffer]:
    unit_id = dossier.competent_unit.id
    if not leader_signature_missing(dossier) or not actor.may(Action.DOSSIER_APPROVE, unit_id):
        return []
    reason = eyes_barred(actor.account_id, dossier)
    return [ActionOffer("sign_result", primary=not reason, reason=reason)]


def _may_assign(actor: Actor, item: WorkItemView) -> bool:
    return actor.may(Action.WORK_REASSIGN, item.unit_id)


def _pauses(actor: Actor, dossier: DossierView, state: State) -> list[ActionOffer]:
    offers: list[ActionOffer] = []
    units = _deciding(dossier)
    appraises = any(actor.may(Action.DOSSIER_APPRAISE, unit) for unit in units)
    pending = dossier.open_supplement
    if dossier.status is Status.PROCESSING and appraises:
        back = any(one.bars and one.to is ReturnTo.SPECIALIST for one in dossier.sent_back)
        if dossier.draft is None or back or not with_leader(dossier.progress):
            offers.append(ActionOffer("draft_result"))
        if pending is None:
            offers.append(ActionOffer("propose_supplement"))
        offers.append(ActionOffer("request_obligation"))
    approves = any(actor.may(Action.DOSSIER_APPROVE, unit) for unit in units)
    waits = pending is not None and pending.state == "proposed"
    own = pending is not None and proposal_barred(
        account=actor.account_id, proposed_by=pending.proposed_by
    )
    decides = dossier.status is Status.PROCESSING and waits and approves and not own
    if decides and _able(actor, dossier, LetterAct.SUPPLEMENT):
        offers.append(ActionOffer("approve_supplement", primary=True))
    till = {*units, dossier.receiving_unit.id, dossier.return_unit.id}
    handles_money = any(actor.may(Action.DOSSIER_FEE, unit) for unit in till)
    if rules.may_follow(state, FactType.OBLIGATION_FULFILLED) and handles_money:
        offers.append(ActionOffer("fulfil_obligation", primary=True))
    if dossier.unpaid_vnd and handles_money and rules.may_follow(state, FactType.FEE_PAID):
        offers.append(ActionOffer("collect_fee"))
    if handles_money and cash_today(dossier) and rules.may_follow(state, FactType.FEE_PAID):
        offers.append(ActionOffer("reverse_fee"))
    return offers


def cash_today(dossier: DossierView) -> bool:
    """Tell whether the fee was taken in cash today, so that it may still be reversed."""
    return any(
        fee.paid_at is not None
        and fee.paid_method == Method.CASH
        and clock.local(fee.paid_at).date() == clock.today()
        for fee in dossier.fees
    )


def _deciding(dossier: DossierView) -> frozenset[int]:
    return units_deciding(dossier.progress, dossier.competent_unit.id, dossier.visible_unit_ids)


def _able(actor: Actor, dossier: DossierView, act: LetterAct) -> bool:
    """Tell whether somebody has the capacity to sign the form of an act here."""
    return act in acts_able(actor.account_id, dossier.competent_unit)


def _endings(actor: Actor, dossier: DossierView, state: State) -> list[ActionOffer]:
    offers: list[ActionOffer] = []
    if rules.may_follow(state, FactType.WITHDRAWN) and actor.may(
        Action.DOSSIER_INTAKE, dossier.receiving_unit.id
    ):
        offers.append(ActionOffer("withdraw"))
    if rules.may_follow(state, FactType.STOPPED):
        units = _deciding(dossier)
        approves = any(actor.may(Action.DOSSIER_APPROVE, unit) for unit in units)
        if approves and _able(actor, dossier, LetterAct.STOP):
            offers.append(ActionOffer("stop"))
        elif may_propose(actor, dossier, units):
            offers.append(ActionOffer("propose_stop"))
    if rules.may_follow(state, FactType.REOPENED) and actor.may(
        Action.DOSSIER_RETURN, dossier.return_unit.id
    ):
        offers.append(ActionOffer("reopen"))
    return offers
