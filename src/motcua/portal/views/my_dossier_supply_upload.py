"""Announce a file for something that was asked for, in pieces (tus 1.0, creation)."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from motcua.citizens.access import CitizenRequest
from motcua.portal.filing import filing_page, level_two
from motcua.portal.pieces import piecewise, version_expect
from motcua.portal.supplies import item_place
from motcua.portal.uploading import announce
from motcua.portal.views.my_dossier_supply_item import supply_open


@filing_page
@level_two
@require_http_methods(["OPTIONS", "POST"])
@piecewise
def my_dossier_supply_upload(request: CitizenRequest, code: str, place: int) -> HttpResponse:
    """Say what is spoken here, or begin an upload and answer where it goes on."""
    supply = supply_open(request, code, place)
    version_expect(request)
    return announce(request, item_place(request, code, place, supply))
