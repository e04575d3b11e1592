"""Which acts are lawful now for this person: what the dossier page offers, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from motcua.documents.signatures import registry
from motcua.documents.signatures.types import Role
from motcua.dossiers import rules
from motcua.dossiers.queries.late import SOON
from motcua.dossiers.queries.parts import units_deciding, with_leader
from motcua.dossiers.types import ACTION_OF, FactType, Phase, State, Status
from motcua.dossiers.views import DossierView
from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.payments.types import Method
from motcua.workflow.types import Act, ItemState, OutcomeView, WorkItemView


@dataclass(frozen=True)
class ActionOffer:
    """One act that is possible: `name` is stable (accept, refuse, complete …).

    `item` and `outcomes` belong to `complete`; `primary` marks the next lawful act, the only
    filled button of the page.
    """

    name: str
    primary: bool = False
    item: WorkItemView | None = None
    outcomes: tuple[OutcomeView, ...] = ()
    reason: str = ""  # why it cannot be done yet, when it is shown all the same


def actions_allowed(actor: Actor, dossier: DossierView) -> tuple[ActionOffer, ...]:
    """Return what this person may do with this dossier now, the next lawful act first."""
    state = State(status=dossier.status, phase=dossier.phase, waiting=dossier.waiting)
    offers = [*_intake(actor, dossier, state), *_items(actor, dossier)]
    offers += _signature(actor, dossier)
    offers += _pauses(actor, dossier, state)
    offers += _lateness(actor, dossier, state)
    offers += _endings(actor, dossier, state)
    return tuple(offers)


def _lateness(actor: Actor, dossier: DossierView, state: State) -> list[ActionOffer]:
    """Apologise when the due date is near or past, once; say why it was late, once it was."""
    if dossier.due_at is None or dossier.suspended_from is not None:
        return []
    offers: list[ActionOffer] = []
    units, now = _deciding(dossier), clock.now()
    approves = any(actor.may(Action.DOSSIER_APPROVE, unit) for unit in units)
    if (
        approves
        and dossier.promised_at is None
        and now > dossier.due_at - SOON
        and rules.may_follow(state, FactType.APOLOGISED)
    ):
        offers.append(ActionOffer("apologise"))
    explains = approves or any(actor.may(Action.DOSSIER_APPRAISE, unit) for unit in units)
    late = (dossier.ended_at or now) > dossier.due_at and not dossier.late_cause
    if explains and late and rules.may_follow(state, FactType.LATENESS_EXPLAINED):
        offers.append(ActionOffer("explain_lateness"))
    return offers


def _intake(actor: Actor, dossier: DossierView, state: State) -> list[ActionOffer]:
    if not actor.may(Action.DOSSIER_INTAKE, dossier.receiving_unit.id):
        return []
    offers: list[ActionOffer] = []
    if rules.may_follow(state, FactType.ACCEPTED):
        offers.append(ActionOffer("accept", primary=True))
    if dossier.status is Status.REGISTERED or dossier.phase is Phase.INTAKE:
        offers.append(ActionOffer("request_supplement_at_intake"))
    if rules.may_follow(state, FactType.REFUSED):
        offers.append(ActionOffer("refuse"))
    if dossier.status is Status.SUPPLEMENT and dossier.phase is Phase.APPRAISAL:
        offers.append(ActionOffer("receive_supplement", primary=True))
    return offers


def _items(actor: Actor, dossier: DossierView) -> list[ActionOffer]:
    offers: list[ActionOffer] = []
    running = dossier.status in {Status.ACCEPTED, Status.PROCESSING, Status.DONE}
    for item in dossier.items:
        if not item.state.is_live or (not running and item.act is not Act.OPINION):
            continue
        if not actor.may(ACTION_OF[item.act], item.unit_id):
            if actor.may(Action.WORK_REASSIGN, item.unit_id):
                offers.append(ActionOffer("assign_item", item=item))
            continue
        offers += _item(actor, dossier, item)
    return offers


def _item(actor: Actor, dossier: DossierView, item: WorkItemView) -> list[ActionOffer]:
    mine = item.claimed_by_id == actor.account_id
    if item.state is ItemState.HANDED_OVER:
        return [ActionOffer("confirm_receipt", primary=True, item=item)]
    if item.state is ItemState.CLAIMED and not mine:
        return [ActionOffer("assign_item", item=item)] if _may_assign(actor, item) else []
    offers: list[ActionOffer] = []
    if item.state is ItemState.OPEN and item.act in {Act.APPRAISE, Act.OPINION}:
        offers.append(ActionOffer("claim", primary=True, item=item))
    else:
        own = item.act is Act.APPROVE and dossier.appraised_by == actor.account_id
        reason = "own_appraisal" if own else ""
        if item.act is Act.ISSUE and leader_signature_missing(dossier):
            reason = "leader_not_signed"
        offers.append(
            ActionOffer(
                "complete",
                primary=not reason,
                item=item,
                outcomes=item.outcomes,
                reason=reason,
            )
        )
    if mine:  # only who has it gives it on
        offers += [ActionOffer("release", item=item), ActionOffer("hand_over", item=item)]
    if _may_assign(actor, item):
        offers.append(ActionOffer("assign_item", item=item))
    return offers


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
    own = dossier.appraised_by == actor.account_id
    reason = "own_appraisal" if own else ""
    return [ActionOffer("sign_result", primary=not own, reason=reason)]


def _may_assign(actor: Actor, item: WorkItemView) -> bool:
    return actor.may(Action.WORK_REASSIGN, item.unit_id)


def _pauses(actor: Actor, dossier: DossierView, state: State) -> list[ActionOffer]:
    offers: list[ActionOffer] = []
    units = _deciding(dossier)
    appraises = any(actor.may(Action.DOSSIER_APPRAISE, unit) for unit in units)
    pending = dossier.open_supplement
    if dossier.status is Status.PROCESSING and appraises:
        if dossier.draft is None or not with_leader(dossier.progress):
            offers.append(ActionOffer("draft_result"))
        if pending is None:
            offers.append(ActionOffer("propose_supplement"))
        offers.append(ActionOffer("request_obligation"))
    approves = any(actor.may(Action.DOSSIER_APPROVE, unit) for unit in units)
    waits = pending is not None and pending.state == "proposed"
    if dossier.status is Status.PROCESSING and waits and approves:
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


def _endings(actor: Actor, dossier: DossierView, state: State) -> list[ActionOffer]:
    offers: list[ActionOffer] = []
    if rules.may_follow(state, FactType.WITHDRAWN) and actor.may(
        Action.DOSSIER_INTAKE, dossier.receiving_unit.id
    ):
        offers.append(ActionOffer("withdraw"))
    if rules.may_follow(state, FactType.STOPPED) and any(
        actor.may(Action.DOSSIER_APPROVE, unit) for unit in _deciding(dossier)
    ):
        offers.append(ActionOffer("stop"))
    if rules.may_follow(state, FactType.REOPENED) and actor.may(
        Action.DOSSIER_RETURN, dossier.return_unit.id
    ):
        offers.append(ActionOffer("reopen"))
    return offers
