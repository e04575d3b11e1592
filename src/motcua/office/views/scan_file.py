"""The PDF that was made of a component's pages, before it is compared."""

from __future__ import annotations

from django.http import Http404
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from motcua.documents.queries import file_get, file_open
from motcua.dossiers.queries.digital import scan_of
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.scanning import place_read
from motcua.ui.downloads import file_answer


@requires(Action.DOSSIER_INTAKE)
@require_safe
def scan_file(request: SignedInRequest, code: str, component_id: int) -> HttpResponseBase:
    """Answer the PDF; 404 when there is none."""
    place = place_read(request, code, component_id)
    found = scan_of(component_id)
    if found is None or found.file_id is None:
        raise Http404
    name = f"{place.dossier.code}-{place.component.order:02d}.pdf"
    return file_answer(request, file_get(found.file_id), file_open, name)
