"""Move or remove a page or a question of a draft."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from motcua.forms.rules import editing
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.formacts import document_change, draft_or_404, saved

STEPS = {"up": -1, "down": 1}


@requires(Action.FORM_EDIT)
@require_POST
def forms_order(request: SignedInRequest, form_id: int) -> HttpResponse:
    """Do one act (`up`, `down`, `remove`) on a page, or on a question of it."""
    draft_or_404(form_id)
    if document_change(request, form_id, lambda document: _changed(document, request)):
        saved(request)
    page, back = request.POST.get("page", ""), reverse("office:forms_edit", args=[form_id])
    return redirect(f"{back}#page-{page}" if page.isidentifier() else back)


def _changed(document: dict[str, Any], request: SignedInRequest) -> dict[str, Any]:
    act, page = request.POST.get("act", ""), request.POST.get("page", "")[:40]
    path = request.POST.get("question", "")[:90]
    if path:
        if act in STEPS:
            return editing.question_move(document, page, path, STEPS[act])
        if act == "remove":
            return editing.question_remove(document, page, path)
    elif act in STEPS:
        return editing.page_move(document, page, STEPS[act])
    elif act == "remove":
        return editing.page_remove(document, page)
    raise Http404
