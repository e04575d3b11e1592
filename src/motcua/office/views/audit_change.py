"""Other days or auditors of an audit, with the reason; what was planned stays visible."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import Forbidden, Refused, Stale
from motcua.office.acting import version_read
from motcua.office.quality import audit_or_404
from motcua.office.quality_forms import ChangeForm
from motcua.office.views.audit_new import auditors_show
from motcua.quality.queries.people import people_here
from motcua.quality.services import audits as services


@requires(Action.QUALITY_KEEP)
@require_http_methods(["GET", "HEAD", "POST"])
def audit_change(request: SignedInRequest, audit_id: int) -> HttpResponse:
    """Ask for the new plan and why; what was typed stays when somebody else was faster."""
    audit = audit_or_404(request, audit_id)
    people = people_here(audit.unit_id)
    lead, *others = audit.plan.auditor_ids
    version, status = audit.version, 200
    first = {
        "lead": lead,
        "others": others,
        "first_day": audit.plan.first_day,
        "last_day": audit.plan.last_day,
    }
    form = ChangeForm(request.POST or None, people=people, initial=first)
    if request.method == "POST":
        status = 422
        version = version_read(request)
        if form.is_valid():
            data = form.cleaned_data
            plan = replace(
                audit.plan,
                auditor_ids=form.auditors,
                first_day=data["first_day"],
                last_day=data["last_day"],
            )
            try:
                services.audit_change(
                    actor=request.actor,
                    audit_id=audit_id,
                    version=version,
                    plan=plan,
                    reason=data["reason"],
                )
            except Forbidden as refusal:
                raise PermissionDenied from refusal
            except Refused as refusal:
                auditors_show(form, refusal)
                if isinstance(refusal, Stale):
                    version, status = audit.version, 409
            else:
                messages.success(request, _("The plan is changed; what was planned stays visible."))
                return redirect("office:audit", audit_id)
    context = {"audit": audit, "form": form, "version": version}
    return render(request, "office/audit_change.html", context, status=status)
