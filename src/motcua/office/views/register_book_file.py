"""The register book (form 07) of a period as PDF or XLSX."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from motcua.dossiers.book_files import MEDIA_TYPES, book_pdf, book_xlsx
from motcua.dossiers.queries.book import book_whole
from motcua.dossiers.queries.headings import heads_of
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.office.book import book_choice, book_reading_record
from motcua.ui.views.errors import form_refused


@requires(Action.DOSSIER_READ)
@require_safe
def register_book_file(request: SignedInRequest, kind: str) -> HttpResponse:
    """Return the file; too long a period leads back to the page with a plain message."""
    choice = book_choice(request)
    if kind not in MEDIA_TYPES:
        raise Http404
    if not choice.period.form.is_valid():
        return form_refused(request, choice.period.form)
    first, last = choice.period.period.first, choice.period.period.last
    try:
        with override("vi"):
            entries = book_whole(choice.unit.id, first, last, as_of=choice.as_of)
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect(f"{reverse('office:register_book')}?{urlencode(choice.query)}")
    book_reading_record(request, choice.unit, entries)
    if kind == "xlsx":
        data = book_xlsx(entries, unit=choice.unit, first=first, last=last)
    else:
        data = book_pdf(
            entries,
            unit=choice.unit,
            heads=heads_of([choice.unit.id]),
            first=first,
            last=last,
            as_of=choice.as_of,
            printed_at=clock.now(),
        )
    response = HttpResponse(data, content_type=MEDIA_TYPES[kind])
    name = f"so-theo-doi-ho-so_{choice.unit.code}_{first}_{last}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
