"""Trial run of a draft: a sample dossier goes step by step, and nothing is written."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.processdesk import draft_or_404
from motcua.office.processtrial import Tried
from motcua.office.trialpage import trial_page
from motcua.workflow.drawn import Severity


@requires(Action.PROCESS_APPROVE)
@require_safe
def process_trial(request: SignedInRequest, draft_id: int) -> HttpResponse:
    """Show where the sample dossier stands; `element` in the address finishes a step first."""
    draft = draft_or_404(request.actor, draft_id)
    wrong = [one for one in draft.findings if one.severity is Severity.ERROR]
    tried = Tried(
        name=draft.name,
        bpmn=draft.bpmn,
        unit_id=draft.unit_id,
        place=reverse("office:process_trial", args=[draft.id]),
        back=reverse("office:process_edit", args=[draft.id]),
        problems=tuple(f"{one.name}: {one.message}" if one.name else one.message for one in wrong),
    )
    return trial_page(request, tried, "office/process_trial.html")
