"""Approval of a template by another person: its text, what changes, from when."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.drafting.queries import template_before
from motcua.drafting.services import template_approve as approve
from motcua.drafting.services import template_return
from motcua.drafting.types import TemplateState, TemplateView, Wording
from motcua.drafting.words import KINDS, PARTS, RESULTS
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import Forbidden, NotFound, Refused
from motcua.office.acting import version_read
from motcua.office.drafting import changes_of, parts_of, template_or_404
from motcua.office.processdesk import people
from motcua.office.processversus import procedures_named
from motcua.office.refusals import refusal_show
from motcua.office.revising import revision_done
from motcua.organisations.queries import unit_get


class ReturnForm(forms.Form):
    """Why a template goes back."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


@requires(Action.TEMPLATE_APPROVE)
@require_http_methods(["GET", "POST"])
def template_approve(request: SignedInRequest, template_id: int) -> HttpResponse:
    """Show everything that a decision needs; a POST approves, or returns with a reason."""
    view = template_or_404(request.actor, template_id)
    if view.state is not TemplateState.SUBMITTED:
        return redirect("office:template_edit", view.id)
    returns = request.POST.get("do") == "return"
    form = ReturnForm(request.POST if returns else None)
    if request.method == "POST" and returns:
        if form.is_valid() and _returned(request, view, form):
            messages.success(request, _("The template went back with your reason."))
            return redirect("office:template_list")
    elif request.method == "POST":
        return _approve(request, view)
    status = 422 if request.method == "POST" else 200
    return _page(request, view, form, status)


def _approve(request: SignedInRequest, view: TemplateView) -> HttpResponse:
    def operation(revision: int) -> object:
        return approve(actor=request.actor, template_id=view.id, revision=revision)

    if revision_done(request, operation, PARTS):
        messages.success(request, _("Approved. It can be used from the day set."))
        return redirect("office:template_edit", view.id)
    return redirect("office:template_approve", view.id)


def _returned(request: SignedInRequest, view: TemplateView, form: ReturnForm) -> bool:
    try:
        template_return(
            actor=request.actor,
            template_id=view.id,
            revision=version_read(request),
            reason=form.cleaned_data["reason"],
        )
    except NotFound as refusal:
        raise Http404 from refusal
    except Forbidden as refusal:
        raise PermissionDenied from refusal
    except Refused as refusal:
        refusal_show(form, refusal)
        return False
    return True


def _page(
    request: SignedInRequest, view: TemplateView, form: ReturnForm, status: int
) -> HttpResponse:
    before = template_before(view)
    old = before.content.wording if before else Wording()
    names = people([view.submitted_by_id])
    context = {
        "template": view,
        "unit": unit_get(view.unit_id),
        "kind": KINDS[view.content.kind],
        "result_kind": RESULTS[view.content.result_kind],
        "procedures": procedures_named(view.content.procedures),
        "parts": parts_of(view.content.kind, view.content.wording),
        "before": before,
        "changes": changes_of(old, view.content.wording),
        "submitter": names.get(view.submitted_by_id or 0, ""),
        "own": request.actor.account_id in {*view.editors, view.submitted_by_id},
        "form": form,
    }
    return render(request, "office/template_approve.html", context, status=status)
