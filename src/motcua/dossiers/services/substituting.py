"""Work of somebody who is away: the substitute takes it, and at the end it goes back.

Who stands in for whom is `identity`'s; a substitute acts under a posting of their own, and every
act is recorded as theirs, for the other.
"""

from __future__ import annotations

import logging

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.dossiers.queries.actions import instead_of
from motcua.dossiers.types import right_to
from motcua.identity import substitutions
from motcua.identity.queries import actor_get
from motcua.identity.services import substitution_settled
from motcua.identity.types import Actor, OnReturn, SubstitutionView
from motcua.kernel import clock
from motcua.kernel.errors import NotFound, Refused
from motcua.kernel.failpoints import failpoint
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow import services as workflow
from motcua.workflow.queries import item_get, items_claimed, items_for_others
from motcua.workflow.types import BulkFailure, BulkReport, WorkItemView

log = logging.getLogger(__name__)
TAKEN_AT_ONCE = 200
PAGE = 100  # substitutions in one look


def work_take_over(*, actor: Actor, item_id: int, expected_version: int) -> WorkItemView:
    """Take a piece of work of somebody for whom the actor stands in now.

    Raises NotFound, Stale, Forbidden, Refused `not_your_substitution`.
    """
    with transaction.atomic():
        item = item_get(item_id)
        posting = actor.posting_for(right_to(item.act, item.role), item.unit_id)
        if instead_of(actor, item) is None:
            raise Refused(
                "not_your_substitution",
                _("You do not stand in for the person who has this piece of work."),
            )
        return workflow.work_item_assign(
            item_id=item_id,
            account_id=posting.account_id,
            assignee_id=posting.account_id,
            at=clock.now(),
            expected_version=expected_version,
            instead_of=item.claimed_by_id,
        )


def work_take_over_all(*, actor: Actor, substitution_id: int) -> BulkReport:
    """Take everything of an absent person at once, nearest due first; the report tells the rest.

    Raises NotFound when the actor does not stand in under this substitution now.
    """
    view = next(
        (one for one in substitutions.stands_in_for(actor.account_id) if one.id == substitution_id),
        None,
    )
    if view is None:
        raise NotFound("substitution_unknown", _("There is no such substitution."))
    done, failed = [], []
    for item in items_claimed(view.account_id, unit_ids=view.unit_ids, limit=TAKEN_AT_ONCE):
        if not substitutions.allows(view, right_to(item.act, item.role)):
            continue  # the work of another posting, for which nobody stands in here
        try:
            with transaction.atomic():
                work_take_over(actor=actor, item_id=item.id, expected_version=item.version)
        except Refused as refusal:
            failed.append(BulkFailure(item.id, refusal.code, str(refusal)))
        else:
            done.append(item.id)
    return BulkReport(tuple(done), tuple(failed))


def substitutions_settle() -> int:
    """Give back what substitutes have not finished when their time is over; return how many.

    Reads business rows, one substitution a transaction: killed anywhere, the next run goes on.
    One that fails is logged and tried again by the next run; it does not stop the others.
    """
    given, last, at = 0, 0, clock.now()
    while True:
        with scope_use(SYSTEM):
            over = substitutions.unsettled(at, after=last, limit=PAGE)
        for view in over:
            last = view.id
            try:
                with scope_use(SYSTEM), transaction.atomic():
                    back = _settle(view)
                    failpoint("operation.written")
            except Exception:
                log.exception("substitution %s could not be settled", view.id)
            else:
                given += back
        if len(over) < PAGE:
            return given


def _settle(view: SubstitutionView) -> int:
    items = items_for_others(
        for_account_id=view.account_id, claimed_by_id=view.substitute_id, unit_ids=view.unit_ids
    )
    others = [
        one
        for one in substitutions.stands_in_for(view.substitute_id)
        if one.account_id == view.account_id
    ]
    given = 0
    for item in items:
        if any(item.unit_id in one.unit_ids for one in others):
            continue  # stands in again, or for another posting of the same person
        _give_back(view, item)
        given += 1
    substitution_settled(view.id)
    return given


def _give_back(view: SubstitutionView, item: WorkItemView) -> None:
    """Return an item to its person, or to the unit when that person is not there any more."""
    at = clock.now()
    if view.on_return is OnReturn.STAY:
        workflow.work_item_keep(item_id=item.id, expected_version=item.version)
        return
    if _may_again(view, item):
        try:
            with transaction.atomic():
                workflow.work_item_assign(
                    item_id=item.id,
                    account_id=view.substitute_id,
                    assignee_id=view.account_id,
                    at=at,
                    expected_version=item.version,
                )
        except Refused:
            pass  # away once more, and new work stays with the unit: so does this
        else:
            return
    workflow.work_item_release(
        item_id=item.id,
        account_id=view.substitute_id,
        at=at,
        expected_version=item.version,
    )


def _may_again(view: SubstitutionView, item: WorkItemView) -> bool:
    person = actor_get(view.account_id)
    return person is not None and person.may(right_to(item.act, item.role), item.unit_id)
