"""One batch of certified copies: its papers, what is due, numbers, prints."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from motcua.certification.papers import clause_parts
from motcua.certification.queries import batch_get
from motcua.certification.types import RowState, Stage
from motcua.dossiers.queries.given_back import fee_given_back
from motcua.dossiers.types import right_to
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.queries import accounts_by_ids
from motcua.identity.types import Action
from motcua.kernel.errors import NotFound
from motcua.office.certifying import (
    STAGE_WORDS,
    STATE_WORDS,
    STEPS,
    ground_words,
    grounds_shown,
)
from motcua.office.people import people_choices
from motcua.office.reading import dossier_read
from motcua.organisations.queries import units_by_ids
from motcua.workflow.types import Act, WorkItemView

ACTS = {
    Stage.CHECK: Act.APPRAISE,
    Stage.CERTIFY: Act.APPROVE,
    Stage.SEAL: Act.ISSUE,
    Stage.GIVE: Act.RETURN,
}
NAMED = 8  # of the people whose turn it is, as many as a line bears


@requires(Action.DOSSIER_READ)
@require_safe
def certification_batch(request: SignedInRequest, code: str) -> HttpResponse:
    """Show it; the reading is recorded. 404 outside one's units; without a list to its making."""
    dossier = dossier_read(request, code, purpose="certified copies")
    try:
        batch = batch_get(dossier.code)
    except NotFound as refusal:
        if not dossier.procedure.certified_copies:
            raise Http404 from refusal
        return redirect("office:certification_list", dossier.code)
    unpaid = sum(fee.total_vnd for fee in dossier.fees if fee.paid_at is None)
    item = next(
        (
            one
            for one in dossier.items
            if one.state.is_live and batch.stage in ACTS and one.act is ACTS[batch.stage]
        ),
        None,
    )
    step = STEPS.get(batch.stage)
    may = bool(item and step and request.actor.may(step[2], item.unit_id))
    context: dict[str, Any] = {
        "batch": batch,
        "dossier": dossier,
        "stage_words": STAGE_WORDS[batch.stage],
        "rows": [(row, *STATE_WORDS[row.state], ground_words(row.ground)) for row in batch.rows],
        "struck": [one for one in batch.entries if one.cancelled_at],
        "fee_vnd": sum(row.fee_vnd for row in batch.rows),
        "paid_vnd": sum(fee.total_vnd for fee in dossier.fees if fee.paid_at),
        "unpaid_vnd": unpaid,
        "copies": sum(one.copies for one in batch.rows if one.state is not RowState.REFUSED),
        "step": step if may else None,
        "refusable": may and batch.stage is Stage.CHECK,
        "turn": _turn(item) if item and not may else None,
        "gives": item is not None
        and batch.stage is Stage.GIVE
        and request.actor.may(Action.DOSSIER_RETURN, item.unit_id),
        "may_send_back": may and batch.stage is Stage.CERTIFY,
        "grounds": grounds_shown(),
        "may_fee": unpaid and request.actor.may(Action.DOSSIER_FEE, dossier.receiving_unit.id),
        "may_take_in": request.actor.may(Action.DOSSIER_INTAKE),
        "may_cancel": request.actor.may(Action.DOSSIER_APPROVE, batch.unit_id),
        "own_id": request.actor.account_id,
    }
    too_much = max(0, context["paid_vnd"] - context["fee_vnd"])
    context["too_much_vnd"] = max(0, too_much - fee_given_back(dossier.id)) if too_much else 0
    parts = len(clause_parts(batch.entries))
    context["clause_parts"] = range(1, parts + 1) if parts > 1 else ()
    return render(request, "office/certification_batch.html", context)


def _turn(item: WorkItemView) -> dict[str, Any]:
    """Return whose turn it is: the unit, who has it, else everybody there who may do it."""
    holder = item.claimed_by_id
    held = accounts_by_ids([holder]) if holder else {}
    people = [] if held else people_choices([item.unit_id], [right_to(item.act, item.role)])
    return {
        "unit": units_by_ids([item.unit_id])[item.unit_id].full_name,
        "holder": held[holder].name if holder in held else "",
        "people": [name for _id, name in people[:NAMED]],
        "more": max(0, len(people) - NAMED),
    }
