"""Planning an internal audit; nobody is let in who would audit their own work."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import Invalid, Refused
from motcua.office.quality_choices import planner_of, process_choices
from motcua.office.quality_forms import AuditorsForm, PlanForm
from motcua.office.refusals import refusal_show
from motcua.quality.services.audits import audit_plan


@requires(Action.QUALITY_KEEP)
@require_http_methods(["GET", "HEAD", "POST"])
def audit_new(request: SignedInRequest) -> HttpResponse:
    """Ask for the plan, then put it into the programme."""
    units, people = planner_of(request.actor)
    choices: dict[str, Any] = {
        "units": units,
        "people": people,
        "processes": process_choices(request.actor),
    }
    if request.method != "POST":
        return render(request, "office/audit_new.html", {"form": PlanForm(**choices)})
    form = PlanForm(request.POST, **choices)
    if form.is_valid():
        try:
            audit_id = audit_plan(actor=request.actor, plan=form.plan())
        except Refused as refusal:
            auditors_show(form, refusal)
        else:
            messages.success(request, _("The audit stands in the programme."))
            return redirect("office:audit", audit_id)
    return render(request, "office/audit_new.html", {"form": form}, status=422)


def auditors_show(form: AuditorsForm, refusal: Refused) -> None:
    """Show a refusal; what is wrong with the auditors stands at the leading one."""
    if isinstance(refusal, Invalid):
        for problem in refusal.problems:
            if problem.field == "auditor_ids":
                form.add_error("lead", problem.message)
        rest = [one for one in refusal.problems if one.field != "auditor_ids"]
        if not rest:
            return
        refusal = Invalid(rest)
    refusal_show(form, refusal)
