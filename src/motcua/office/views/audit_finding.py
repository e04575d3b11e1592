"""A finding of an audit: what conforms or not, by which clause, and what proves it."""

from __future__ import annotations

from typing import Any

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
from motcua.office.quality import audit_or_404, files_kept
from motcua.office.quality_choices import process_choices, unit_choices
from motcua.office.quality_forms import FindingForm
from motcua.office.refusals import refusal_show
from motcua.quality.services.findings import finding_record
from motcua.quality.types import AuditView, Grade


@requires(Action.QUALITY_REPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def audit_finding(request: SignedInRequest, audit_id: int) -> HttpResponse:
    """Ask what was found, then record it; several are recorded one after the other."""
    audit = audit_or_404(request, audit_id)
    choices: dict[str, Any] = {
        "audit": audit,
        "places": unit_choices(audit.plan.unit_ids),
        "processes": process_choices(request.actor, audit.plan.processes)
        if audit.plan.processes
        else [],
    }
    if request.method != "POST":
        corrects = request.GET.get("corrects", "")
        form = FindingForm(initial={"replaces": corrects}, **choices)
        return _page(request, audit, form, audit.version, 200)
    form = FindingForm(request.POST, request.FILES, **choices)
    version, status = version_read(request), 422
    if form.is_valid():
        try:
            number = _record(request, audit_id, version, form.cleaned_data)
        except Forbidden as refusal:
            raise PermissionDenied from refusal
        except Refused as refusal:
            refusal_show(form, refusal)
            if isinstance(refusal, Stale):
                version, status = audit.version, 409
        else:
            messages.success(request, _("Finding %d is recorded.") % number)
            if "again" in request.POST:
                return redirect("office:audit_finding", audit_id)
            return redirect("office:audit", audit_id)
    return _page(request, audit, form, version, status)


def _record(request: SignedInRequest, audit_id: int, version: int, data: dict[str, Any]) -> int:
    return finding_record(
        actor=request.actor,
        audit_id=audit_id,
        version=version,
        grade=Grade(data["grade"]),
        clause=data["clause"],
        text=data["text"],
        place_id=data["place_id"],
        procedure=data.get("procedure", ""),
        process=data.get("process", ""),
        dossier_code=data["dossier_code"],
        replaces=data.get("replaces"),
        reason=data.get("reason", ""),
        files=files_kept(data["file"]),
    )


def _page(
    request: SignedInRequest, audit: AuditView, form: FindingForm, version: int, status: int
) -> HttpResponse:
    context = {"audit": audit, "form": form, "version": version}
    return render(request, "office/audit_finding.html", context, status=status)
