"""The BPMN file of a draft as it was saved last, whatever is wrong with it."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.processdesk import draft_or_404
from motcua.workflow.queries import process_export


@requires(Action.PROCESS_APPROVE)
@require_safe
def process_draft_file(request: SignedInRequest, draft_id: int) -> HttpResponse:
    """Answer the file of a draft."""
    draft = draft_or_404(request.actor, draft_id)
    answer = HttpResponse(process_export(draft.bpmn), content_type="application/xml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{draft.key}.bpmn"'
    return answer
