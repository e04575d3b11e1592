"""Trial run of a deployed version: what dossiers that run on it meet, and nothing is written."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.processdesk import version_or_404
from motcua.office.processtrial import Tried
from motcua.office.trialpage import trial_page
from motcua.workflow.queries import definition_text


@requires(Action.PROCESS_APPROVE)
@require_safe
def process_version_trial(request: SignedInRequest, definition_id: int) -> HttpResponse:
    """Show where the sample dossier stands, by the calendar of the unit of whoever tries."""
    version = version_or_404(request.actor, definition_id)
    tried = Tried(
        name=version.name,
        bpmn=definition_text(definition_id),
        unit_id=request.actor.posting_for(Action.PROCESS_APPROVE).unit_id,
        place=reverse("office:process_version_trial", args=[definition_id]),
        back=reverse("office:process_version", args=[definition_id]),
    )
    return trial_page(request, tried, "office/process_version_trial.html")
