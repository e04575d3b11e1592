"""The register of certified copies of a period as PDF or XLSX."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from motcua.certification.papers import MEDIA_TYPES, register_pdf, register_xlsx
from motcua.certification.queries import register_whole
from motcua.dossiers.queries.headings import heads_of
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.office.registering import register_choice, register_reading
from motcua.ui.views.errors import form_refused


@requires(Action.DOSSIER_READ)
@require_safe
def certification_register_file(request: SignedInRequest, kind: str) -> HttpResponse:
    """Return the file; too long a period leads back to the page with a plain message."""
    choice = register_choice(request)
    if kind not in MEDIA_TYPES:
        raise Http404
    if not choice.period.form.is_valid():
        return form_refused(request, choice.period.form)
    first, last = choice.days
    try:
        entries = register_whole(
            choice.unit.id, first, last, text=choice.text, units=choice.readable
        )
    except Refused as refusal:
        messages.warning(request, str(refusal))
        address = reverse("office:certification_register")
        return redirect(f"{address}?{urlencode(choice.query)}")
    register_reading(request, choice, entries)
    with override("vi"):
        if kind == "xlsx":
            data = register_xlsx(
                entries, unit=choice.unit, title=choice.title, first=first, last=last
            )
        else:
            data = register_pdf(
                entries,
                issuer=heads_of([choice.unit.id]).issuer(choice.unit),
                title=choice.title,
                first=first,
                last=last,
                at=clock.now(),
            )
    response = HttpResponse(data, content_type=MEDIA_TYPES[kind])
    name = f"so-chung-thuc_{choice.unit.code}_{first}_{last}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
