"""Work items: what is to be done in one's units, and everything that can be done with it."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Path, Query, Router

from motcua.api.answers import answer, next_link, version_wanted
from motcua.api.present import item_out, items_out
from motcua.api.schemas.common import Id
from motcua.api.schemas.dossiers import OutcomeOut
from motcua.api.schemas.queries import WorkQuery
from motcua.api.schemas.work import (
    AssignIn,
    BulkAssignIn,
    BulkFailureOut,
    BulkOut,
    CompleteIn,
    HandOverIn,
    WorkItemOut,
    WorklistOut,
)
from motcua.api.signing import signed_for
from motcua.api.tokens import Bearer, actor_of
from motcua.dossiers import services
from motcua.dossiers.services import WorkDetails
from motcua.dossiers.types import ACTION_OF, ReturnMethod
from motcua.identity.queries import account_find
from motcua.identity.types import Action, Actor
from motcua.kernel.errors import FieldProblem, Invalid
from motcua.organisations.queries import units_by_codes
from motcua.workflow.queries import item_get, worklist
from motcua.workflow.types import Act, DueBucket, ItemToAssign, WorklistKey, WorklistView

router = Router()
ItemId = Path[Id]
CHANGE = {"x-if-match": True}
DO = Bearer(*dict.fromkeys(ACTION_OF.values()))


@router.get("/work-items", response=WorklistOut, auth=Bearer(Action.WORK_READ))
def work_list(
    request: HttpRequest,
    wanted: Query[WorkQuery],
) -> HttpResponse:
    """Return live pieces of work of the token's units, nearest due first."""
    actor = actor_of(request)
    page = worklist(
        unit_ids=actor.unit_ids_for(Action.WORK_READ),
        account_id=actor.account_id,
        view=WorklistView(wanted.view),
        act=Act(wanted.act) if wanted.act else None,
        bucket=DueBucket(wanted.bucket) if wanted.bucket else None,
        after=_key(wanted.after) if wanted.after else None,
        limit=wanted.limit,
    )
    place = f"{page.after.due_at.isoformat()}~{page.after.item_id}" if page.after else ""
    items = items_out([row.item for row in page.rows], [row.bucket for row in page.rows])
    return answer(WorklistOut(items=items, next=next_link(request, place)))


@router.post(
    "/work-items/{item_id}/claim",
    response=WorkItemOut,
    auth=Bearer(Action.WORK_CLAIM),
    openapi_extra=CHANGE,
)
def work_claim(request: HttpRequest, item_id: ItemId) -> HttpResponse:
    """Take a piece of work of one's unit."""
    actor, version = _seen(request, item_id)
    item = services.work_claim(actor=actor, item_id=item_id, expected_version=version)
    return answer(item_out(item), version=item.version)


@router.post(
    "/work-items/{item_id}/release",
    response=WorkItemOut,
    auth=Bearer(Action.WORK_CLAIM),
    openapi_extra=CHANGE,
)
def work_release(request: HttpRequest, item_id: ItemId) -> HttpResponse:
    """Give one's piece of work back to the unit."""
    actor, version = _seen(request, item_id)
    item = services.work_release(actor=actor, item_id=item_id, expected_version=version)
    return answer(item_out(item), version=item.version)


@router.post(
    "/work-items/{item_id}/assign",
    response=WorkItemOut,
    auth=Bearer(Action.WORK_REASSIGN),
    openapi_extra=CHANGE,
)
def work_assign(request: HttpRequest, item_id: ItemId, body: AssignIn) -> HttpResponse:
    """Give a piece of work to a person of its unit."""
    actor, version = _seen(request, item_id)
    item = services.work_assign(
        actor=actor,
        item_id=item_id,
        assignee_id=_account_id(body.assignee, "assignee"),
        expected_version=version,
        note=body.note,
    )
    return answer(item_out(item), version=item.version)


@router.post("/work-items/assign", response=BulkOut, auth=Bearer(Action.WORK_REASSIGN))
def work_bulk_assign(request: HttpRequest, body: BulkAssignIn) -> HttpResponse:
    """Give many pieces of work to one person; those refused are named with their reasons."""
    report = services.work_bulk_assign(
        actor=actor_of(request),
        items=[ItemToAssign(one.id, one.version) for one in body.items],
        assignee_id=_account_id(body.assignee, "assignee"),
        note=body.note,
    )
    failed = [
        BulkFailureOut(id=one.item_id, code=one.code, message=one.message) for one in report.failed
    ]
    return answer(BulkOut(done=list(report.done), failed=failed))


@router.post("/work-items/{item_id}/hand-over", response=WorkItemOut, auth=DO, openapi_extra=CHANGE)
def work_hand_over(request: HttpRequest, item_id: ItemId, body: HandOverIn) -> HttpResponse:
    """Offer a piece of work to another unit; the giver answers for it until they confirm."""
    actor, version = _seen(request, item_id)
    unit = units_by_codes([body.unit]).get(body.unit)
    if unit is None:
        raise Invalid([FieldProblem("unit", _("There is no such unit today."))])
    item = services.work_hand_over(
        actor=actor,
        item_id=item_id,
        to_unit_id=unit.id,
        to_account_id=_account_id(body.account, "account") if body.account else None,
        expected_version=version,
        note=body.note,
    )
    return answer(item_out(item), version=item.version)


@router.post(
    "/work-items/{item_id}/confirm-receipt", response=WorkItemOut, auth=DO, openapi_extra=CHANGE
)
def work_confirm_receipt(request: HttpRequest, item_id: ItemId) -> HttpResponse:
    """Confirm that a piece of work arrived; from now on the receiver answers for it."""
    actor, version = _seen(request, item_id)
    item = services.work_confirm_receipt(actor=actor, item_id=item_id, expected_version=version)
    return answer(item_out(item), version=item.version)


@router.post("/work-items/{item_id}/complete", response=OutcomeOut, auth=DO, openapi_extra=CHANGE)
def work_complete(request: HttpRequest, item_id: ItemId, body: CompleteIn) -> HttpResponse:
    """Finish a piece of work; its act decides what happens to the dossier (ETag: the dossier's)."""
    actor, version = _seen(request, item_id)
    signed = signed_for(request, actor, item_id, body.outcome, version, body.number)
    outcome = services.work_complete(
        actor=actor,
        item_id=item_id,
        outcome=body.outcome,
        expected_version=version,
        details=WorkDetails(
            note=body.note,
            assign_to=_account_id(body.assign_to, "assign_to") if body.assign_to else None,
            number=body.number,
            receiver_name=body.receiver_name,
            receiver_id_number=body.receiver_id_number,
            return_method=(
                ReturnMethod(body.return_method) if body.return_method is not None else None
            ),
            data=body.data,
            signed=signed,
        ),
    )
    body_out = OutcomeOut(code=outcome.code, version=outcome.version, status=outcome.status)
    return answer(body_out, version=outcome.version)


def _seen(request: HttpRequest, item_id: int) -> tuple[Actor, int]:
    """Return who acts and the version of the item that was seen; `*` is the present one."""
    version = version_wanted(request)
    return actor_of(request), item_get(item_id).version if version is None else version


def _account_id(username: str, field: str) -> int:
    account = account_find(username)
    if account is None or not account.is_active:
        raise Invalid([FieldProblem(field, _("There is no such account."))])
    return account.id


def _key(after: str) -> WorklistKey:
    wrong = Invalid([FieldProblem("after", _("This place in the list does not exist."))])
    instant, _mark, number = after.rpartition("~")
    try:
        parsed = datetime.fromisoformat(instant)
    except ValueError:
        raise wrong from None
    if parsed.tzinfo is None or not number.isascii() or not number.isdigit() or len(number) > 18:
        raise wrong
    return WorklistKey(parsed, int(number))
