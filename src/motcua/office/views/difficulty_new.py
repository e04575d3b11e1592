"""Reporting a difficulty; `?dossier=` and `?procedure=` begin it from there."""

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
from motcua.kernel.errors import Forbidden, Refused
from motcua.office.difficulties import place_choices
from motcua.office.difficulty_forms import ReportForm, codes_of
from motcua.office.quality import files_kept
from motcua.office.refusals import refusal_show
from motcua.oversight.queries.register import systems_known
from motcua.oversight.services.reporting import difficulty_report
from motcua.oversight.types import Group, Report, Severity


@requires(Action.OVERSIGHT_REPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def difficulty_new(request: SignedInRequest) -> HttpResponse:
    """Ask what hinders; what was typed stays when something is wrong with it."""
    places = place_choices(request.actor)
    if request.method != "POST":
        begun = {
            "codes": request.GET.get("dossier", "")[:48].replace("\x00", ""),
            "procedure": request.GET.get("procedure", "")[:40].replace("\x00", ""),
            "severity": Severity.BLOCKS.value,
        }
        return _page(request, ReportForm(initial=begun, places=places))
    form = ReportForm(request.POST, request.FILES, places=places)
    if form.is_valid():
        try:
            code = _report(request, form.cleaned_data)
        except Forbidden as refusal:
            raise PermissionDenied from refusal
        except Refused as refusal:
            refusal_show(form, refusal)
        else:
            messages.success(request, _("Recorded as %s.") % code)
            return redirect("office:difficulty", code)
    return _page(request, form, 422)


def _page(request: SignedInRequest, form: ReportForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "systems": systems_known(request.actor)}
    return render(request, "office/difficulty_new.html", context, status=status)


def _report(request: SignedInRequest, data: dict[str, Any]) -> str:
    return difficulty_report(
        actor=request.actor,
        report=Report(
            place_id=data["place_id"],
            group=Group(data["group"]),
            severity=Severity(data["severity"]),
            title=data["title"],
            text=data["text"],
            proposal=data["proposal"],
            system=data["system"],
            procedure=data["procedure"],
            blocked=data["blocked"],
            codes=codes_of(data["codes"]),
        ),
        files=files_kept(data["file"]),
    )
