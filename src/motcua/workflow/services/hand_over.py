"""Handing a piece of work over: the giver answers for it until the receiver confirms."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Func, Q, Value
from django.utils.translation import gettext as _

from motcua.identity.substitutions import stands_in
from motcua.kernel import events as bus
from motcua.kernel.errors import Refused
from motcua.workflow.events import WorkItemClaimed, WorkItemHandedOver, WorkItemReceiptConfirmed
from motcua.workflow.models import HandOver, Process, WorkItem
from motcua.workflow.queries.items import joined_view
from motcua.workflow.services.common import item_read, item_write, live_check
from motcua.workflow.services.items import claim_write, own_check
from motcua.workflow.types import ItemState, WorkItemView


class _Appended(Func):
    """`array_append` of PostgreSQL."""

    function = "array_append"


class _Removed(Func):
    """`array_remove` of PostgreSQL."""

    function = "array_remove"


def work_item_hand_over(
    *,
    item_id: int,
    account_id: int,
    to_unit_id: int,
    at: datetime,
    expected_version: int,
    to_account_id: int | None = None,
    note: str = "",
) -> WorkItemView:
    """Offer an item to another unit or person; the giver answers for it until they confirm.

    Raises NotFound, Stale, Refused `item_closed`, `item_not_yours`, `hand_over_to_self`.
    """
    item = item_read(item_id)
    live_check(item, expected_version)
    own_check(item, account_id)
    if to_account_id == account_id or (to_unit_id == item.unit_id and to_account_id is None):
        raise Refused("hand_over_to_self", _("Choose another unit or another person."))
    if to_unit_id not in item.process.unit_ids:
        # First the process, then the item: `work_item_complete` locks in the same order.
        Process.objects.filter(pk=item.process_id).exclude(unit_ids__contains=[to_unit_id]).update(
            unit_ids=_Appended("unit_ids", Value(to_unit_id))
        )
    from_unit_id, instead_of = item.unit_id, item.for_account_id
    item_write(
        item,
        state=ItemState.HANDED_OVER,
        unit_id=to_unit_id,
        claimed_by_id=None,
        claimed_at=None,
        offered_to_id=to_account_id,
        for_account_id=None,
    )
    HandOver.objects.create(
        process_id=item.process_id,
        item_id=item.pk,
        from_unit_id=from_unit_id,
        from_account_id=account_id,
        to_unit_id=to_unit_id,
        to_account_id=to_account_id,
        handed_at=at,
        note=note,
        for_account_id=instead_of,
    )
    view = joined_view(item)
    bus.emit(WorkItemHandedOver(view, at, account_id))
    return view


def work_item_take_back(
    *, item_id: int, account_id: int, at: datetime, expected_version: int
) -> WorkItemView:
    """Take an item back that one has handed over and that nobody has confirmed yet.

    It stands as before: whoever had it instead of somebody has it so again, if that one is still
    away, and the unit that got it sees the process no more if it has no other part in it.
    Raises NotFound, Stale, Refused `item_closed`, `receipt_given`, `item_not_yours`.
    """
    item = item_read(item_id)
    live_check(item, expected_version)
    hop = HandOver.objects.filter(item=item, confirmed_at__isnull=True).first()
    if item.state != ItemState.HANDED_OVER or hop is None:
        raise Refused("receipt_given", _("Its receipt was confirmed already, or it never left."))
    if item.holder_id != account_id:
        raise Refused("item_not_yours", _("Somebody else has handed this over."))
    unit_id, instead_of = hop.from_unit_id or item.unit_id, hop.for_account_id
    away = instead_of is not None and stands_in(
        account_id, instead_of=instead_of, unit_id=unit_id, role=item.role, at=at
    )
    # First the process, then the item, as above.
    _part_end(item, hop.to_unit_id, hop.pk)
    item_write(
        item,
        state=ItemState.CLAIMED,
        unit_id=unit_id,
        claimed_by_id=account_id,
        claimed_at=at,
        holder_id=account_id,
        offered_to_id=None,
        for_account_id=instead_of if away else None,
    )
    HandOver.objects.filter(pk=hop.pk).update(confirmed_at=at, taken_back=True)
    view = joined_view(item)
    bus.emit(WorkItemClaimed(view, at, account_id))
    return view


def _part_end(item: WorkItem, unit_id: int, hop_id: int) -> None:
    """Let a unit see a process no more that got nothing of it but this item by this hop."""
    process = Process.objects.select_for_update().get(pk=item.process_id)
    items = WorkItem.objects.filter(process=process, unit_id=unit_id).exclude(pk=item.pk)
    hops = HandOver.objects.filter(process=process, taken_back=False).exclude(pk=hop_id)
    either = Q(from_unit_id=unit_id) | Q(to_unit_id=unit_id)
    if (
        unit_id in process.context["units"].values()
        or items.exists()
        or hops.filter(either).exists()
    ):
        return
    Process.objects.filter(pk=process.pk).update(unit_ids=_Removed("unit_ids", Value(unit_id)))


def work_item_confirm_receipt(
    *, item_id: int, account_id: int, at: datetime, expected_version: int
) -> WorkItemView:
    """Confirm that a handed-over item arrived; from now on `account_id` answers for it.

    Whoever stands in for a named receiver who is away confirms in their place, for them.
    Raises NotFound, Stale, Refused `nothing_to_confirm`, `offered_to_other`, `item_closed`.
    """
    item = item_read(item_id)
    live_check(item, expected_version)
    if item.state != ItemState.HANDED_OVER:
        raise Refused("nothing_to_confirm", _("There is nothing to confirm here."))
    instead_of = None
    if item.offered_to_id is not None and item.offered_to_id != account_id:
        named = item.offered_to_id
        if not stands_in(account_id, instead_of=named, unit_id=item.unit_id, role=item.role, at=at):
            raise Refused("offered_to_other", _("This was handed over to somebody else."))
        instead_of = named
    if item.offered_to_id is None and item.holder_id == account_id:
        raise Refused("nothing_to_confirm", _("The receiver confirms, not the giver."))
    claim_write(item, account_id=account_id, by_id=account_id, at=at, instead_of=instead_of)
    view = joined_view(item)
    bus.emit(WorkItemReceiptConfirmed(view, at, account_id))
    return view
