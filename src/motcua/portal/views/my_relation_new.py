"""Ask to act for another: who, why, the paper, and who looks at it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from motcua.citizens.access import CitizenRequest, citizen_only
from motcua.citizens.services import relation_request
from motcua.citizens.types import RelationKind, RelationRequest
from motcua.documents.types import StoredFileView
from motcua.kernel.errors import Invalid, Refused
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.portal import uploading
from motcua.portal.relations import RelationForm, deciding_unit, proof_keep, proof_kept


@citizen_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_relation_new(request: CitizenRequest) -> HttpResponse:
    """Show the form; a proof that was sent once is not asked for again."""
    if request.method != "POST":
        return _page(request, RelationForm(), None, 200)
    form = RelationForm(request.POST, request.FILES)
    form.is_valid()
    person_id = request.citizen.person_id
    kept = proof_kept(request.POST.get("kept", ""), person_id)
    action, _colon, upload_id = request.POST.get("action", "").partition(":")
    arrived: list[StoredFileView] = []
    try:
        if action in uploading.ACTS:
            uploading.act(_proofs(request, arrived), action, upload_id)
            form = RelationForm(initial=request.POST.dict())
        elif sent := form.cleaned_data.get("proof"):
            uploading.take(_proofs(request, arrived), [sent], field="proof")
        kept = (arrived[-1].id, arrived[-1].name) if arrived else kept
        if form.is_valid():
            with scope_use(SYSTEM):
                relation_request(citizen=request.citizen, wanted=_wanted(form, kept))
            messages.success(
                request, _("Your request is with the officers. You see the answer on this page.")
            )
            return redirect("portal:my_relations")
    except Invalid as refusal:
        for problem in refusal.problems:
            name = {"unit": "place"}.get(problem.field, problem.field)
            form.add_error(name if name in form.fields else None, problem.message)
    except Refused as refusal:
        form.add_error(None, refusal.message)
    cleaned = upload_id if arrived else ""
    return _page(request, form, kept, 422 if form.is_bound else 200, cleaned)


def _proofs(request: CitizenRequest, arrived: list[StoredFileView]) -> uploading.UploadPlace:
    """Return where a proof goes: into the form that is being filled in."""
    return uploading.UploadPlace(
        owner=f"person-{request.citizen.person_id}",
        mark="proof",
        add=arrived.append,
        part_url=str,  # a proof comes whole
        payers=uploading.payers_of(request.citizen),
    )


def _wanted(form: RelationForm, kept: tuple[int, str] | None) -> RelationRequest:
    data = form.cleaned_data
    return RelationRequest(
        kind=RelationKind(data["kind"]),
        subject_name=data["subject_name"],
        subject_id_number=data["subject_id_number"],
        subject_birth_date=data["subject_birth_date"],
        valid_to=data["valid_to"],
        unit_id=deciding_unit(data["commune"]),
        proof_file_id=kept[0] if kept else None,
        proof_name=kept[1] if kept else "",
    )


def _page(
    request: CitizenRequest,
    form: RelationForm,
    kept: tuple[int, str] | None,
    status: int,
    done: str = "",
) -> HttpResponse:
    context = {
        "form": form,
        "several": len(form.units) > 1,
        "waiting": [one for one in uploading.told(_proofs(request, [])) if one.id != done],
        "kept_name": kept[1] if kept else "",
        "kept": proof_keep(*kept, request.citizen.person_id) if kept else "",
    }
    return render(request, "portal/my_relation_new.html", context, status=status)
