"""Take a draft back that waits for approval, to go on drawing."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.revising import revision_done
from motcua.workflow.services import process_draft_recall


@requires(Action.PROCESS_DRAW)
@require_POST
def process_recall(request: SignedInRequest, draft_id: int) -> HttpResponse:
    """Take it back; a refusal is told on the page that follows."""

    def operation(version: int) -> object:
        return process_draft_recall(
            actor=request.actor, draft_id=draft_id, expected_version=version
        )

    if revision_done(request, operation):
        messages.success(request, _("The draft is yours again. It has to be sent anew."))
        return redirect("office:process_edit", draft_id)
    return redirect("office:process_edit", draft_id)
