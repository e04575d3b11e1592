"""A return's piece of work ends with the dossier; what a drawing sent back ends with its answer."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Max
from django.utils.translation import gettext as _

from motcua.deadlines.queries import calendar_for
from motcua.deadlines.rules import working_minutes_between
from motcua.dossiers.models import Dossier, InternalReturn
from motcua.dossiers.queries.returns import OpenReturn
from motcua.dossiers.return_rules import (
    ReturnAnswer,
    ReturnCause,
    ReturnState,
    ReturnTo,
    bars,
)
from motcua.dossiers.services._rows import rows_bind
from motcua.dossiers.types import Fact
from motcua.identity.types import PostingView
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.queries import items_of
from motcua.workflow.services import process_cancel
from motcua.workflow.types import Act, ItemState, WorkItemView


def ordinal_next(dossier: Dossier) -> int:
    """Return the number of the next return of a locked dossier."""
    known = InternalReturn.objects.filter(dossier=dossier).aggregate(last=Max("ordinal"))
    return (known["last"] or 0) + 1


def return_end(
    row: InternalReturn, state: ReturnState, by: int | None, *, answer: ReturnAnswer, text: str = ""
) -> None:
    """Write how a return ended, and for how much working time it lay with whoever got it."""
    at = clock.now()
    row.state, row.answer, row.answer_text = state, answer, text
    row.ended_by, row.ended_at = by, at
    row.held_minutes = working_minutes_between(row.returned_at, at, calendar_for(row.to_unit_id))
    row.save(
        update_fields=["state", "answer", "answer_text", "ended_by", "ended_at", "held_minutes"]
    )


def return_work_cancel(row: InternalReturn) -> None:
    """End the piece of work of whoever was to put it right."""
    if row.process_id is not None:
        with scope_use(SYSTEM):  # the applicant withdraws too, and sees no work
            process_cancel(process_id=row.process_id, reason="return", at=clock.now())


def returns_close(dossier: Dossier) -> dict[str, str]:
    """Close what the dossier's end leaves open; return what binds it."""
    bound: dict[str, str] = {}
    rows = InternalReturn.objects.filter(dossier=dossier, state=ReturnState.OPEN.value)
    for row in rows.order_by("ordinal"):
        return_work_cancel(row)
        return_end(row, ReturnState.CLOSED, None, answer=ReturnAnswer.NONE)
        bound |= rows_bind(dossier, row)
    return bound


def returns_settle(
    dossier: Dossier,
    act: Act,
    outcome: str,
    by: int,
    opened: tuple[OpenReturn, ...],
) -> dict[str, str]:
    """Refuse to go on while a return waits; answer what the drawing had sent back.

    Returns what binds the rows that were answered. No statement where nothing is open.
    """
    if not opened or not bars(act, outcome):
        return {}
    if any(not one.drawn for one in opened):
        raise return_is_open(next(one for one in opened if not one.drawn).to)
    bound: dict[str, str] = {}
    rows = InternalReturn.objects.filter(
        dossier=dossier, ordinal__in=[one.ordinal for one in opened]
    )
    for row in rows.order_by("ordinal"):
        return_end(row, ReturnState.ANSWERED, by, answer=ReturnAnswer.PUT_RIGHT)
        bound |= rows_bind(dossier, row)
    return bound


def return_is_open(to: ReturnTo) -> Refused:
    """Return the refusal of what must wait until something is put right."""
    text = (
        _("This was returned to the counter. Wait until it comes back, or take the return back.")
        if to is ReturnTo.COUNTER
        else _(
            "This was returned to the specialist. Wait until it comes back, or take the return"
            " back."
        )
    )
    return Refused("return_open", text)


def last_appraisal(process_id: int) -> WorkItemView | None:
    """Return the last finished appraisal of a process, None before there is one."""
    done = [
        one
        for one in items_of(process_id)
        if one.act is Act.APPRAISE and one.state is ItemState.DONE
    ]
    return done[-1] if done else None


def sent_back_record(
    dossier: Dossier,
    item: WorkItemView,
    posting: PostingView,
    fact: Fact,
    *,
    reason: str,
    cause: ReturnCause,
    put_right: str,
    opened: tuple[WorkItemView, ...],
) -> Fact:
    """Keep what the drawing itself sends back like any other return; return the fact that binds it.

    Who gets it is who has the appraisal that opens again; where a service or a timer comes first,
    who appraised last, for to them it comes back. What goes elsewhere is no return to a
    specialist: it is not counted as one, and what is to be put right stands with the fact.
    """
    again = next((one for one in opened if one.act is Act.APPRAISE), None)
    before = last_appraisal(item.process_id) if not opened else None
    if again is not None:
        unit_id, person = again.unit_id, again.claimed_by_id
    elif before is not None:
        unit_id, person = before.unit_id, before.completed_by_id
    else:
        told = "\n".join(one for one in (reason, put_right) if one)
        return replace(fact, words={**fact.words, "reason": told})
    row = InternalReturn.objects.create(
        dossier=dossier,
        ordinal=ordinal_next(dossier),
        to=ReturnTo.SPECIALIST,
        cause=cause,
        reason=reason,
        put_right=put_right,
        element=item.element,
        from_unit_id=item.unit_id,
        from_account=posting.account_id,
        to_unit_id=unit_id,
        to_account=person,
        returned_at=fact.at,
    )
    data = fact.data | {"return": row.ordinal, "cause": cause.value}
    return replace(fact, data=data, rows=fact.rows | rows_bind(dossier, row))
