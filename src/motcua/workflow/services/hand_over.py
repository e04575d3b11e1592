"""Handing a piece of work over: the giver answers for it until the receiver confirms."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Func, Value
from django.utils.translation import gettext as _

from motcua.kernel import events as bus
from motcua.kernel.errors import Refused
from motcua.workflow.events import WorkItemHandedOver, WorkItemReceiptConfirmed
from motcua.workflow.models import HandOver, Process
from motcua.workflow.queries.items import joined_view
from motcua.workflow.services.common import item_read, item_write, live_check
from motcua.workflow.services.items import claim_write, own_check
from motcua.workflow.types import ItemState, WorkItemView


class _Appended(Func):
    """`array_append` of PostgreSQL."""

    function = "array_append"


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
    from_unit_id = item.unit_id
    item_write(
        item,
        state=ItemState.HANDED_OVER,
        unit_id=to_unit_id,
        claimed_by_id=None,
        claimed_at=None,
        offered_to_id=to_account_id,
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
    )
    view = joined_view(item)
    bus.emit(WorkItemHandedOver(view, at, account_id))
    return view


def work_item_confirm_receipt(
    *, item_id: int, account_id: int, at: datetime, expected_version: int
) -> WorkItemView:
    """Confirm that a handed-over item arrived; from now on `account_id` answers for it.

    Raises NotFound, Stale, Refused `nothing_to_confirm`, `offered_to_other`, `item_closed`.
    """
    item = item_read(item_id)
    live_check(item, expected_version)
    if item.state != ItemState.HANDED_OVER:
        raise Refused("nothing_to_confirm", _("There is nothing to confirm here."))
    if item.offered_to_id not in {None, account_id}:
        raise Refused("offered_to_other", _("This was handed over to somebody else."))
    if item.offered_to_id is None and item.holder_id == account_id:
        raise Refused("nothing_to_confirm", _("The receiver confirms, not the giver."))
    claim_write(item, account_id=account_id, by_id=account_id, at=at)
    view = joined_view(item)
    bus.emit(WorkItemReceiptConfirmed(view, at, account_id))
    return view
