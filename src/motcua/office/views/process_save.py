"""Saving a draft from the editor's script: the findings come back, or who was quicker."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import NotFound, Refused, Stale
from motcua.office.acting import version_read
from motcua.office.processdesk import draft_or_404, findings_json, people
from motcua.ui.formats import time_of_day
from motcua.workflow.services import process_draft_save


@requires(Action.PROCESS_DRAW)
@require_POST
def process_save(request: SignedInRequest, draft_id: int) -> HttpResponse:
    """Save the drawing in the state that it is in; JSON for the editor's script."""
    draft_or_404(request.actor, draft_id)  # before anything is said about the text
    try:
        draft = process_draft_save(
            actor=request.actor,
            draft_id=draft_id,
            bpmn=request.POST.get("bpmn", ""),
            expected_version=version_read(request),
            name=request.POST.get("name", "").strip() or None,
        )
    except NotFound as refusal:
        raise Http404 from refusal
    except Stale:
        return JsonResponse(_overtaken(request, draft_id))
    except Refused as refusal:
        said = {"message": str(refusal.message), "can_save": False}
        return JsonResponse(said, status=refusal.status)
    return JsonResponse(
        {
            "version": draft.version,
            "saved_at": time_of_day(draft.edited_at),
            "findings": findings_json(draft.findings),
        }
    )


def _overtaken(request: SignedInRequest, draft_id: int) -> dict[str, Any]:
    """Return who saved meanwhile, and whether one's own drawing may still take its place."""
    draft = draft_or_404(request.actor, draft_id)
    who = people([draft.edited_by_id]).get(draft.edited_by_id, "")
    words = _("%(name)s saved another state at %(when)s. Your changes since then are not saved.")
    return {
        "overtaken": True,
        "message": words % {"name": who, "when": time_of_day(draft.edited_at)},
        "version": draft.version,
        "can_save": draft.can_save,
    }
