"""Take parts of other software out of a drawing that was made elsewhere."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.processdesk import draft_or_404
from motcua.office.revising import revision_done
from motcua.workflow.queries import process_clean as drawing_clean
from motcua.workflow.services import process_draft_save


@requires(Action.PROCESS_DRAW)
@require_POST
def process_clean(request: SignedInRequest, draft_id: int) -> HttpResponse:
    """Save the drawing without extensions that do nothing here."""
    draft = draft_or_404(request.actor, draft_id)

    def operation(version: int) -> object:
        return process_draft_save(
            actor=request.actor,
            draft_id=draft_id,
            bpmn=drawing_clean(draft.bpmn),
            expected_version=version,
        )

    if revision_done(request, operation):
        messages.success(request, _("Parts of other software are taken out."))
    return redirect("office:process_edit", draft_id)
