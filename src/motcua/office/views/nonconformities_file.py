"""The register of non-conformities as PDF or XLSX, as the page shows it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.office.views.nonconformities import asked_of, chosen_words
from motcua.organisations.queries import unit_get
from motcua.quality.papers import MEDIA_TYPES, register_pdf, register_xlsx
from motcua.quality.queries.places import register_unit


@requires(Action.QUALITY_READ)
@require_safe
def nonconformities_file(request: SignedInRequest, kind: str) -> HttpResponse:
    """Return the file; what is too long leads back to the page with a plain message."""
    if kind not in MEDIA_TYPES:
        raise Http404
    asked = asked_of(request)
    posting = request.actor.posting_for(Action.QUALITY_READ)
    unit = unit_get(asked.place_id) if asked.place_id else register_unit(posting.unit_id)
    try:
        if kind == "xlsx":
            title = f"Sổ theo dõi sự không phù hợp - {unit.full_name}"
            data = register_xlsx(request.actor, asked, title=title)
        else:
            chosen = chosen_words(request.actor, asked)
            data = register_pdf(request.actor, asked, unit=unit, chosen=chosen)
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect(f"{reverse('office:nonconformities')}?{request.GET.urlencode()}")
    response = HttpResponse(data, content_type=MEDIA_TYPES[kind])
    name = f"khong-phu-hop_{unit.code}_{clock.today()}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
