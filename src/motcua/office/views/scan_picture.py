"""The picture of a page under work, straightened or as it was taken.

The reading was recorded by the page that shows the pictures; here only for whoever came without it.
"""

from __future__ import annotations

from django.http import Http404
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from motcua.dossiers.queries.digital import page_picture
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import NotFound
from motcua.office.pictured import dossier_pictured
from motcua.office.scanning import PURPOSE, may_digitise
from motcua.ui.downloads import download


@requires(Action.DOSSIER_INTAKE)
@require_safe
def scan_picture(
    request: SignedInRequest, code: str, component_id: int, page_id: int
) -> HttpResponseBase:
    """Answer the picture; 404 for a page of another dossier and one that is made again."""
    dossier = dossier_pictured(request, code, purpose=PURPOSE, covers=PURPOSE.__eq__)
    if not may_digitise(request, dossier) or all(
        one.id != component_id for one in dossier.components
    ):
        raise Http404
    preview = request.GET.get("as") == "taken"
    try:
        stream = page_picture(dossier.id, page_id, preview=preview)
    except NotFound as refusal:
        raise Http404 from refusal
    head = stream.read(4)
    stream.seek(0, 2)
    size = stream.tell()
    stream.seek(0)
    kind = "image/jpeg" if head.startswith(b"\xff\xd8") else "image/png"
    return download(stream, name=f"{page_id}", media_type=kind, size=size)
