"""Who works on an item: claim, release, assign."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from motcua.kernel import events as bus
from motcua.kernel.errors import Refused
from motcua.workflow.events import WorkItemClaimed, WorkItemReleased
from motcua.workflow.models import HandOver, WorkItem
from motcua.workflow.queries.items import item_unknown, joined_view, with_process
from motcua.workflow.services.common import (
    hop_confirm,
    item_read,
    item_write,
    live_check,
    person_there,
)
from motcua.workflow.types import BulkFailure, BulkReport, ItemState, ItemToAssign, WorkItemView


def work_item_claim(
    *, item_id: int, account_id: int, at: datetime, expected_version: int
) -> WorkItemView:
    """Take an open item; this confirms receipt.

    Raises NotFound, Stale, Refused `item_taken`, `item_closed`, `offered_to_other`.
    """
    item = item_read(item_id)
    if item.state == ItemState.CLAIMED and item.claimed_by_id != account_id:
        raise Refused("item_taken", _("Somebody else has taken this piece of work already."))
    live_check(item, expected_version)
    if item.state == ItemState.CLAIMED:
        raise Refused("item_taken", _("You have taken this piece of work already."))
    if item.offered_to_id not in {None, account_id}:
        raise Refused("offered_to_other", _("This was handed over to somebody else."))
    claim_write(item, account_id=account_id, by_id=account_id, at=at)
    view = joined_view(item)
    bus.emit(WorkItemClaimed(view, at, account_id))
    return view


def claim_write(
    item: WorkItem,
    *,
    account_id: int,
    by_id: int,
    at: datetime,
    note: str = "",
    instead_of: int | None = None,
) -> None:
    """Let an account answer for an item that is on its way; two statements."""
    item_write(
        item,
        state=ItemState.CLAIMED,
        claimed_by_id=account_id,
        claimed_at=at,
        holder_id=account_id,
        offered_to_id=None,
        for_account_id=instead_of,
    )
    hop_confirm(item, account_id=account_id, by_id=by_id, at=at, note=note)


def work_item_release(
    *, item_id: int, account_id: int, at: datetime, expected_version: int
) -> WorkItemView:
    """Give a claimed item back to its unit; the giver answers for it until somebody takes it.

    Raises NotFound, Stale, Refused `item_not_yours`, `item_closed`.
    """
    item = item_read(item_id)
    live_check(item, expected_version)
    own_check(item, account_id)
    item_write(item, state=ItemState.OPEN, claimed_by_id=None, claimed_at=None, for_account_id=None)
    HandOver.objects.create(
        process_id=item.process_id,
        item=item,
        from_unit_id=item.unit_id,
        from_account_id=account_id,
        to_unit_id=item.unit_id,
        handed_at=at,
    )
    view = joined_view(item)
    bus.emit(WorkItemReleased(view, at, account_id))
    return view


def work_item_keep(*, item_id: int, expected_version: int) -> None:
    """Let a substitute go on with an item on their own account. Raises NotFound, Stale."""
    item = item_read(item_id)
    live_check(item, expected_version)
    item_write(item, for_account_id=None)


def own_check(item: WorkItem, account_id: int) -> None:
    """Refuse an item that the person has not claimed."""
    if item.state != ItemState.CLAIMED or item.claimed_by_id != account_id:
        raise Refused("item_not_yours", _("You have not taken this piece of work."))


def work_item_assign(
    *,
    item_id: int,
    account_id: int,
    assignee_id: int,
    at: datetime,
    expected_version: int,
    note: str = "",
    instead_of: int | None = None,
) -> WorkItemView:
    """Give an item to a person of its unit at once (`account_id` does so; caller checks rights).

    Somebody who is away gets it through the substitute. `instead_of`: the assignee is a
    substitute who takes it for that account.
    Raises NotFound, Stale, Refused `item_closed`, `item_taken` (it is theirs already),
    `assignee_away`.
    """
    return _assign(
        item_read(item_id),
        account_id=account_id,
        assignee_id=assignee_id,
        at=at,
        expected_version=expected_version,
        note=note,
        instead_of=instead_of,
    )


def _assign(
    item: WorkItem,
    *,
    account_id: int,
    assignee_id: int,
    at: datetime,
    expected_version: int,
    note: str,
    instead_of: int | None = None,
) -> WorkItemView:
    live_check(item, expected_version)
    if instead_of is None:
        person, instead_of = person_there(assignee_id, unit_id=item.unit_id, role=item.role, at=at)
        if person is None:
            raise Refused(
                "assignee_away",
                _(
                    "This person is away, and new work stays with the unit meanwhile. "
                    "Choose somebody who is there."
                ),
            )
        assignee_id = person
    if item.state == ItemState.CLAIMED and item.claimed_by_id == assignee_id:
        raise Refused("item_taken", _("This person has this piece of work already."))
    from_account, was_claimed = item.holder_id, item.state == ItemState.CLAIMED
    claim_write(
        item, account_id=assignee_id, by_id=account_id, at=at, note=note, instead_of=instead_of
    )
    if was_claimed:
        HandOver.objects.create(
            process_id=item.process_id,
            item=item,
            from_unit_id=item.unit_id,
            from_account_id=from_account,
            to_unit_id=item.unit_id,
            to_account_id=assignee_id,
            handed_at=at,
            confirmed_at=at,
            confirmed_by_id=account_id,
            note=note,
        )
    view = joined_view(item)
    bus.emit(WorkItemClaimed(view, at, account_id))
    return view


def work_items_bulk_assign(
    *,
    items: Sequence[ItemToAssign],
    account_id: int,
    assignee_id: int,
    at: datetime,
    note: str = "",
) -> BulkReport:
    """Assign many items; each stands alone, the report names those refused and why."""
    wanted = {one.item_id: one.expected_version for one in items}
    found = {item.pk: item for item in with_process().filter(pk__in=wanted)}
    done: list[int] = []
    failed: list[BulkFailure] = []
    for item_id, expected_version in sorted(
        wanted.items()
    ):  # one order, so that none wait in a ring
        try:
            if item_id not in found:
                raise item_unknown()
            _assign(
                found[item_id],
                account_id=account_id,
                assignee_id=assignee_id,
                at=at,
                expected_version=expected_version,
                note=note,
            )
        except Refused as refusal:
            failed.append(BulkFailure(item_id, refusal.code, str(refusal)))
        else:
            done.append(item_id)
    return BulkReport(tuple(done), tuple(failed))
