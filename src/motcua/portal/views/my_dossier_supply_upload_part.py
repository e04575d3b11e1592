"""One upload of a supplement in pieces: how much is here, one more piece, the end (tus 1.0)."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from motcua.citizens.access import CitizenRequest
from motcua.portal.filing import filing_page, level_two
from motcua.portal.pieces import piecewise, version_expect
from motcua.portal.supplies import item_place
from motcua.portal.uploading import part
from motcua.portal.views.my_dossier_supply_item import supply_open


@filing_page
@level_two
@require_http_methods(["HEAD", "PATCH", "DELETE"])
@piecewise
def my_dossier_supply_upload_part(
    request: CitizenRequest, code: str, place: int, upload_id: str
) -> HttpResponse:
    """Answer the offset, take a piece, or forget the upload; the last piece stores the file."""
    supply = supply_open(request, code, place)
    version_expect(request)
    return part(request, item_place(request, code, place, supply), upload_id)
