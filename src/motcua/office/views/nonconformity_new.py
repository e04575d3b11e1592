"""Reporting a non-conformity: of one's own, from a dossier that was late, from a petition."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.dossiers.late_words import LATE_CAUSES
from motcua.dossiers.queries import dossier_get
from motcua.feedback.queries import petition_get
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import Forbidden, NotFound, Refused
from motcua.office.quality import files_kept
from motcua.office.quality_choices import place_choices, process_choices
from motcua.office.quality_forms import ReportForm
from motcua.office.refusals import refusal_show
from motcua.quality.services.nonconformities import nonconformity_report
from motcua.quality.types import Grade, Report, Source


@requires(Action.QUALITY_REPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def nonconformity_new(request: SignedInRequest) -> HttpResponse:
    """Ask what happened; `?dossier=` and `?petition=` begin it from there."""
    choices: dict[str, Any] = {
        "places": place_choices(request.actor, Action.QUALITY_REPORT),
        "processes": process_choices(request.actor),
    }
    if request.method != "POST":
        form = ReportForm(initial=_begun(request), **choices)
        return render(request, "office/nonconformity_new.html", {"form": form})
    form = ReportForm(request.POST, request.FILES, **choices)
    if form.is_valid() and _petition_known(request, form):
        try:
            code = _report(request, form.cleaned_data)
        except Forbidden as refusal:
            raise PermissionDenied from refusal
        except Refused as refusal:
            refusal_show(form, refusal)
        else:
            messages.success(request, _("Recorded as %s.") % code)
            return redirect("office:nonconformity", code)
    return render(request, "office/nonconformity_new.html", {"form": form}, status=422)


def _begun(request: SignedInRequest) -> dict[str, Any]:
    """Return what the address says: a dossier with its cause of lateness, or a petition.

    Of a dossier only its code and the counted cause are taken, as the list of lateness shows them.
    """
    code = request.GET.get("dossier", "")[:48].replace("\x00", "")
    petition = request.GET.get("petition", "")[:24].replace("\x00", "")
    first: dict[str, Any] = {"source": Source.OBSERVATION.value, "grade": Grade.MINOR.value}
    if petition:
        return first | {"source": Source.PETITION.value, "petition": petition}
    if not code:
        return first
    first |= {"dossier_code": code}
    try:
        dossier = dossier_get(code)
        request.actor.posting_for(Action.DOSSIER_READ, *dossier.visible_unit_ids)
    except (NotFound, Forbidden):
        return first
    if dossier.late_cause:
        first |= {
            "source": Source.LATENESS.value,
            "happened": _("The dossier was late. Cause on record: %s.")
            % LATE_CAUSES[dossier.late_cause],
        }
    return first


def _petition_known(request: SignedInRequest, form: ReportForm) -> bool:
    """Check that a petition that is named is one with which this person deals."""
    data = form.cleaned_data
    if data["source"] != Source.PETITION:
        return True
    try:
        found = petition_get(data["petition"].strip())
        known = request.actor.may(Action.PETITION_HANDLE, found.unit_id)
    except NotFound:
        known = False
    if not known:
        words = _("There is no such petition here, or you do not deal with petitions.")
        form.add_error("petition", words)
    return known


def _report(request: SignedInRequest, data: dict[str, Any]) -> str:
    source = Source(data["source"])
    return nonconformity_report(
        actor=request.actor,
        report=Report(
            place_id=data["place_id"],
            source=source,
            grade=Grade(data["grade"]),
            happened=data["happened"],
            requirement=data["requirement"],
            clause=data["clause"],
            process=data["process"],
            dossier_code=data["dossier_code"].strip(),
            petition=data["petition"].strip() if source is Source.PETITION else "",
        ),
        files=files_kept(data["file"]),
        correction=data["correction"],
    )
