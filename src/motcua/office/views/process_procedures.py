"""For which procedures a draft is drawn: from then on every save checks hours and acts for them."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import Forbidden, Invalid, NotFound, Refused
from motcua.office.acting import version_read
from motcua.office.processdesk import draft_or_404
from motcua.office.processserves import ServesForm
from motcua.office.refusals import refusal_show
from motcua.organisations.queries import unit_get
from motcua.workflow.drawn import DraftView
from motcua.workflow.services import process_draft_save


@requires(Action.PROCESS_DRAW)
@require_http_methods(["GET", "POST"])
def process_procedures(request: SignedInRequest, draft_id: int) -> HttpResponse:
    """Ask for the procedures; a POST keeps them and checks the drawing against them."""
    draft = draft_or_404(request.actor, draft_id)
    if not draft.can_save:
        raise Http404
    form = ServesForm(
        request.POST if request.method == "POST" else None,
        serves_unit=draft.unit_id,
        initial={"procedures": draft.application.procedures},
    )
    if form.is_valid() and _kept(request, draft, form):
        messages.success(request, _("The drawing is checked for these procedures from now on."))
        return redirect("office:process_edit", draft.id)
    context = {
        "draft": draft,
        "unit": unit_get(draft.unit_id),
        "form": form,
        "version": request.POST.get("version", draft.version),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "office/process_procedures.html", context, status=status)


def _kept(request: SignedInRequest, draft: DraftView, form: ServesForm) -> bool:
    try:
        process_draft_save(
            actor=request.actor,
            draft_id=draft.id,
            bpmn=draft.bpmn,
            expected_version=version_read(request),
            application=replace(draft.application, procedures=form.served()),
        )
    except NotFound as refusal:
        raise Http404 from refusal
    except Forbidden as refusal:
        raise PermissionDenied from refusal
    except Invalid as refusal:
        form.refusal(refusal)
    except Refused as refusal:
        refusal_show(form, refusal)
    else:
        return True
    return False
