"""The BPMN file of a deployed version, to be opened in any BPMN editor."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.processdesk import version_or_404
from motcua.workflow.queries import definition_text, process_export_name


@requires(Action.PROCESS_APPROVE)
@require_safe
def process_file(request: SignedInRequest, definition_id: int) -> HttpResponse:
    """Answer the file of a version."""
    version = version_or_404(request.actor, definition_id)
    name = process_export_name(version.key, version.version)
    answer = HttpResponse(
        definition_text(definition_id), content_type="application/xml; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
