"""Who does a piece of work: claim, give back, assign, hand over, confirm receipt."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from motcua.dossiers.models import Dossier, InternalReturn, ManifestLine
from motcua.dossiers.queries.parts import unit_may_join
from motcua.dossiers.services import _write
from motcua.dossiers.types import FactType, right_to
from motcua.identity.queries import actor_get
from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, Refused
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.kernel.text import nfc
from motcua.workflow import services as workflow
from motcua.workflow.queries import item_get, process_get, unit_has_part
from motcua.workflow.types import BulkFailure, BulkReport, ItemToAssign, WorkItemView


def work_claim(*, actor: Actor, item_id: int, expected_version: int) -> WorkItemView:
    """Take a piece of work of one's unit; only somebody who may do its act."""
    with transaction.atomic():
        item = item_get(item_id)
        posting = actor.posting_for(right_to(item.act, item.role), item.unit_id)
        return workflow.work_item_claim(
            item_id=item_id,
            account_id=posting.account_id,
            at=clock.now(),
            expected_version=expected_version,
        )


def work_release(*, actor: Actor, item_id: int, expected_version: int) -> WorkItemView:
    """Give one's piece of work back to the unit."""
    with transaction.atomic():
        item = item_get(item_id)
        posting = actor.posting_for(Action.WORK_CLAIM, item.unit_id)
        return workflow.work_item_release(
            item_id=item_id,
            account_id=posting.account_id,
            at=clock.now(),
            expected_version=expected_version,
        )


def work_assign(
    *, actor: Actor, item_id: int, assignee_id: int, expected_version: int, note: str = ""
) -> WorkItemView:
    """Give a piece of work to a person of its unit (leader or director)."""
    with transaction.atomic():
        item = item_get(item_id)
        posting = actor.posting_for(Action.WORK_REASSIGN, item.unit_id)
        assignee_check(assignee_id, right_to(item.act, item.role), item.unit_id)
        return workflow.work_item_assign(
            item_id=item_id,
            account_id=posting.account_id,
            assignee_id=assignee_id,
            at=clock.now(),
            expected_version=expected_version,
            note=nfc(note),
        )


def work_reassign_many(
    *, actor: Actor, items: Sequence[ItemToAssign], assignee_id: int, note: str = ""
) -> BulkReport:
    """Give many pieces of work to one person; the report names those refused and why."""
    with transaction.atomic():
        able, unable = [], []
        for chosen in items:
            item = item_get(chosen.item_id)
            actor.posting_for(Action.WORK_REASSIGN, item.unit_id)
            try:
                assignee_check(assignee_id, right_to(item.act, item.role), item.unit_id)
            except Refused as refusal:
                unable.append(BulkFailure(item.id, refusal.code, str(refusal)))
            else:
                able.append(chosen)
        report = workflow.work_items_bulk_assign(
            items=able,
            account_id=actor.account_id,
            assignee_id=assignee_id,
            at=clock.now(),
            note=nfc(note),
        )
        return BulkReport(report.done, (*unable, *report.failed))


def assignee_check(account_id: int, action: Action, unit_id: int) -> None:
    """Refuse to give work to somebody who may not do it there."""
    person = actor_get(account_id)
    if person is None or not person.may(action, unit_id):
        raise Invalid([FieldProblem("assignee", _("This person may not do this step here."))])


def work_hand_over(
    *,
    actor: Actor,
    item_id: int,
    to_unit_id: int,
    expected_version: int,
    to_account_id: int | None = None,
    note: str = "",
) -> WorkItemView:
    """Offer a piece of work to another unit; responsibility stays here until they confirm.

    Raises Invalid at `unit` for one that has no part in the dossier and belongs neither to its
    commune nor to its province (`unit_may_join`).
    """
    with transaction.atomic():
        item = item_get(item_id)
        dossier = _write.subject_lock(item.subject)
        posting = actor.posting_for(right_to(item.act, item.role), item.unit_id)
        owners = {dossier.competent_unit_id, dossier.receiving_unit_id}
        known = {*dossier.visible_units, *process_get(item.process_id).units.values()}
        if not unit_may_join(to_unit_id, owners=owners, known=known):
            text = _("Choose a unit of the dossier's commune or province.")
            raise Invalid([FieldProblem("unit", text)])
        if to_account_id is not None:
            assignee_check(to_account_id, right_to(item.act, item.role), to_unit_id)
        if _write.units_see(dossier, [to_unit_id]):
            dossier.save(update_fields=["visible_units"])
        handed = workflow.work_item_hand_over(
            item_id=item_id,
            account_id=posting.account_id,
            to_unit_id=to_unit_id,
            to_account_id=to_account_id,
            at=clock.now(),
            expected_version=expected_version,
            note=nfc(note),
        )
        fact = _write.fact_at(
            FactType.HANDED_OVER, clock.now(), from_unit=item.unit_id, to_unit=to_unit_id
        )
        _write.facts_record(dossier, [fact], _write.doer_of(posting))
        return handed


def work_take_back(*, actor: Actor, item_id: int, expected_version: int) -> WorkItemView:
    """Take back what one has handed over, as long as its receipt was not confirmed.

    A unit that sees the dossier by this hand-over alone sees it no more.
    Raises NotFound, Stale, Refused `item_not_yours` (another gave it), `receipt_given`.
    """
    with transaction.atomic():
        item = item_get(item_id)
        dossier = _write.subject_lock(item.subject)
        taken = workflow.work_item_take_back(
            item_id=item_id,
            account_id=actor.account_id,
            at=clock.now(),
            expected_version=expected_version,
        )
        if not _has_part(dossier, item.unit_id):
            dossier.visible_units = [u for u in dossier.visible_units if u != item.unit_id]
            dossier.save(update_fields=["visible_units"])
        posting = actor.posting_for(right_to(item.act, item.role), taken.unit_id)
        fact = _write.fact_at(
            FactType.HANDED_OVER,
            clock.now(),
            from_unit=item.unit_id,
            to_unit=taken.unit_id,
            taken_back=True,
        )
        _write.facts_record(dossier, [fact], _write.doer_of(posting))
        return taken


def _has_part(dossier: Dossier, unit_id: int) -> bool:
    """Tell whether a unit has or had any part in a dossier: its own, work, returns, its paper."""
    own = {
        dossier.receiving_unit_id,
        dossier.competent_unit_id,
        dossier.support_unit_id,
        dossier.return_unit_id,
    }
    if unit_id in own:
        return True
    here = Q(to_unit_id=unit_id) | Q(from_unit_id=unit_id)
    carried = Q(manifest__to_unit_id=unit_id) | Q(manifest__from_unit_id=unit_id)
    with scope_use(SYSTEM):  # also what the giver does not see
        return (
            unit_has_part(unit_id, subject=f"dossier:{dossier.pk}")
            or InternalReturn.objects.filter(here, dossier=dossier).exists()
            or ManifestLine.objects.filter(carried, dossier=dossier).exists()
        )


def work_confirm_receipt(*, actor: Actor, item_id: int, expected_version: int) -> WorkItemView:
    """Confirm that a handed-over piece of work arrived; from now on the receiver answers for it."""
    with transaction.atomic():
        item = item_get(item_id)
        posting = actor.posting_for(right_to(item.act, item.role), item.unit_id)
        return workflow.work_item_confirm_receipt(
            item_id=item_id,
            account_id=posting.account_id,
            at=clock.now(),
            expected_version=expected_version,
        )
