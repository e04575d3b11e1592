"""The editor of a draft: drawing, list, properties and findings; read only for whoever approves."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.processdesk import STATES, draft_or_404, editor_setup, people
from motcua.office.processserves import procedures_limited
from motcua.organisations.queries import unit_get
from motcua.workflow.drawn import DraftState

FOREIGN = "extension_foreign"


@requires(Action.PROCESS_APPROVE)
@require_safe
def process_edit(request: SignedInRequest, draft_id: int) -> HttpResponse:
    """Show a draft; it is changed by its scripts, which save through `process_save`."""
    draft = draft_or_404(request.actor, draft_id)
    may_draw = request.actor.may(Action.PROCESS_DRAW, draft.unit_id)
    editable = may_draw and draft.can_save
    context = {
        "draft": draft,
        "state": STATES[draft.state],
        "submitted": draft.state is DraftState.SUBMITTED,
        "returned": draft.state is DraftState.RETURNED,
        "unit": unit_get(draft.unit_id),
        "editor": people([draft.edited_by_id]).get(draft.edited_by_id, ""),
        "decider": people([draft.decided_by_id]).get(draft.decided_by_id or 0, ""),
        "may_draw": may_draw,
        "editable": editable,
        "serves": procedures_limited(draft.application.procedures),
        "foreign": editable and any(one.code == FOREIGN for one in draft.findings),
        "setup": editor_setup(request, draft, editable=editable),
    }
    return render(request, "office/process_edit.html", context)
