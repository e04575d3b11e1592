"""Approval of a draft by another person: what changes, findings, ways tried, from when."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import Forbidden, Invalid, NotFound, Refused
from motcua.office.acting import version_read
from motcua.office.processdesk import draft_or_404, people
from motcua.office.processversus import procedures_named, versus
from motcua.office.refusals import refusal_show
from motcua.office.revising import revision_done
from motcua.organisations.queries import units_by_ids
from motcua.workflow.drawn import DraftState, DraftView
from motcua.workflow.queries import process_running, trial_coverage
from motcua.workflow.services import process_draft_approve, process_draft_return


class ReturnForm(forms.Form):
    """Why a draft goes back."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


@requires(Action.PROCESS_APPROVE)
@require_http_methods(["GET", "POST"])
def process_approve(request: SignedInRequest, draft_id: int) -> HttpResponse:
    """Show everything that a decision needs; a POST approves, or returns with a reason."""
    draft = draft_or_404(request.actor, draft_id)
    if draft.state is not DraftState.SUBMITTED:
        return _decided(draft)
    form = ReturnForm(request.POST if request.POST.get("do") == "return" else None)
    if request.method == "POST" and request.POST.get("do") == "return":
        if form.is_valid() and _returned(request, draft, form):
            messages.success(request, _("The draft went back with your reason."))
            return redirect("office:process_list")
    elif request.method == "POST":
        return _approve(request, draft)
    context = _context(request, draft, form)
    refused = request.method == "POST"
    return render(request, "office/process_approve.html", context, status=422 if refused else 200)


def _decided(draft: DraftView) -> HttpResponse:
    """Lead to what became of a draft that no longer waits."""
    if draft.definition_id is not None:
        return redirect("office:process_version", draft.definition_id)
    return redirect("office:process_edit", draft.id)


def _approve(request: SignedInRequest, draft: DraftView) -> HttpResponse:
    found: list[DraftView] = []

    def operation(version: int) -> object:
        found.append(
            process_draft_approve(actor=request.actor, draft_id=draft.id, expected_version=version)
        )
        return found

    if not revision_done(request, operation):
        return redirect("office:process_approve", draft.id)
    messages.success(request, _("Approved. New dossiers start on it from the day set."))
    return redirect("office:process_version", found[0].definition_id)


def _returned(request: SignedInRequest, draft: DraftView, form: ReturnForm) -> bool:
    try:
        process_draft_return(
            actor=request.actor,
            draft_id=draft.id,
            expected_version=version_read(request),
            reason=form.cleaned_data["reason"],
        )
    except NotFound as refusal:
        raise Http404 from refusal
    except Forbidden as refusal:
        raise PermissionDenied from refusal
    except (Invalid, Refused) as refusal:
        refusal_show(form, refusal)
        return False
    return True


def _context(request: SignedInRequest, draft: DraftView, form: ReturnForm) -> dict[str, Any]:
    wanted = draft.application
    names = people([draft.edited_by_id, draft.submitted_by_id])
    mine = request.actor.account_id in {draft.edited_by_id, draft.submitted_by_id}
    units = units_by_ids({*wanted.unit_ids, *wanted.parts.values(), draft.unit_id})
    try:
        coverage = trial_coverage(draft.bpmn)
    except Invalid:  # what it calls, or a limit, has changed since it was sent
        coverage = None
    return {
        "draft": draft,
        "form": form,
        "own": mine,
        "submitter": names.get(draft.submitted_by_id or 0, ""),
        "unit": units[draft.unit_id],
        "units": [units[one].full_name for one in wanted.unit_ids if one in units],
        "procedures": procedures_named(wanted.procedures),
        "coverage": coverage,
        "dead": [run for run in coverage.runs if not run.ends] if coverage else [],
        "running": sum(process_running(request.actor, draft.key).values()),
        **versus(request.actor, draft),
    }
