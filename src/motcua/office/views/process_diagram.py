"""The drawing of a deployed process as BPMN text, names in the reader's language."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import NotFound
from motcua.workflow.queries import definition_diagram


@requires(Action.PROCEDURE_READ)
@require_safe
def process_diagram(request: SignedInRequest, definition_id: int) -> HttpResponse:
    """Answer the XML; a deployed process never changes, so browsers keep it for a day."""
    del request
    try:
        bpmn = definition_diagram(definition_id)
    except NotFound as refusal:
        raise Http404 from refusal
    answer = HttpResponse(bpmn, content_type="application/xml; charset=utf-8")
    patch_cache_control(answer, private=True, max_age=86_400)
    patch_vary_headers(answer, ["Cookie"])
    return answer
