"""Give a draft up."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.revising import revision_done
from motcua.workflow.services import process_draft_withdraw


@requires(Action.PROCESS_DRAW)
@require_POST
def process_withdraw(request: SignedInRequest, draft_id: int) -> HttpResponse:
    """Give a draft up; refusals are told on the page that follows."""

    def operation(version: int) -> object:
        return process_draft_withdraw(
            actor=request.actor, draft_id=draft_id, expected_version=version
        )

    if revision_done(request, operation):
        messages.success(request, _("The draft is given up."))
        return redirect("office:process_list")
    return redirect("office:process_edit", draft_id)
