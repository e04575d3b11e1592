"""Taking a re-assignment back, as long as the receiver has not begun."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.dossiers.models import Event
from motcua.dossiers.queries.opinions import dossier_of_subject
from motcua.dossiers.services.giving import assignee_check
from motcua.dossiers.types import right_to
from motcua.identity.substitutions import stands_in_for
from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.workflow import services as workflow
from motcua.workflow.queries import item_get
from motcua.workflow.rules.workload import UNDO_TIME
from motcua.workflow.types import BulkFailure, BulkReport, ItemState, WorkItemView


@dataclass(frozen=True, slots=True)
class Move:
    """An item as it stood after it was given, and who had it before (None: nobody).

    `for_account`: whose work it was where a substitute had it.
    """

    item_id: int
    version: int
    back_to: int | None
    for_account: int | None = None


def work_reassign_undo(*, actor: Actor, moves: Sequence[Move], made_at: datetime) -> BulkReport:
    """Give pieces of work back to who had them; the report names those refused and why.

    Refused once ten minutes have passed, and for what the receiver has begun: the piece of work
    or its dossier was touched since. Raises NotFound, Forbidden.
    """
    if clock.now() - made_at > UNDO_TIME:
        raise Refused(
            "undo_too_late", _("Ten minutes have passed. Give the work to the person again.")
        )
    done, failed = [], []
    with transaction.atomic():
        for move in sorted(moves, key=lambda one: one.item_id):
            try:
                with transaction.atomic():
                    _undo(actor, move, made_at)
            except Refused as refusal:
                failed.append(BulkFailure(move.item_id, refusal.code, str(refusal.message)))
            else:
                done.append(move.item_id)
    return BulkReport(tuple(done), tuple(failed))


def _undo(actor: Actor, move: Move, made_at: datetime) -> None:
    item = item_get(move.item_id)
    posting = actor.posting_for(Action.WORK_REASSIGN, item.unit_id)
    if item.version != move.version or item.state is not ItemState.CLAIMED or _begun(item, made_at):
        raise Refused(
            "work_begun",
            _("The receiver has begun, or somebody else has changed it since."),
        )
    at = clock.now()
    if move.back_to is None:
        assert item.claimed_by_id is not None, "it is claimed"
        workflow.work_item_release(
            item_id=item.id,
            account_id=item.claimed_by_id,
            at=at,
            expected_version=move.version,
        )
        return
    back_to, instead_of = move.back_to, move.for_account
    if instead_of is not None and not _stands_in(back_to, instead_of, item):
        back_to, instead_of = instead_of, None  # back meanwhile: it is their own work
    assignee_check(back_to, right_to(item.act, item.role), item.unit_id)
    workflow.work_item_assign(
        item_id=item.id,
        account_id=posting.account_id,
        assignee_id=back_to,
        at=at,
        expected_version=move.version,
        note=_("Taken back"),
        instead_of=instead_of,
    )


def _stands_in(account_id: int, for_account: int, item: WorkItemView) -> bool:
    return any(
        one.account_id == for_account and item.unit_id in one.unit_ids
        for one in stands_in_for(account_id)
    )


def _begun(item: WorkItemView, made_at: datetime) -> bool:
    """Tell whether the receiver has done something in the dossier since."""
    number = dossier_of_subject(item.subject)
    if number is None:
        return False
    since = Event.objects.filter(dossier_id=number, account_id=item.claimed_by_id)
    return since.filter(at__gt=made_at).exists()
