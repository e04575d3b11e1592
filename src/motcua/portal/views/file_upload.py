"""Announce a file of a paper that comes in pieces (tus 1.0, creation)."""

from __future__ import annotations

import base64
import binascii

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from motcua.citizens.access import CitizenRequest
from motcua.documents.uploads import upload_create
from motcua.portal.filing import filing_page
from motcua.portal.pieces import number, paper_open, piecewise, tus


@filing_page
@require_http_methods(["OPTIONS", "POST"])
@piecewise
def file_upload(
    request: CitizenRequest, code: str, draft_id: str, component_id: int
) -> HttpResponse:
    """Say what is spoken here, or begin an upload and answer where it goes on."""
    draft = paper_open(request, code, draft_id, component_id)
    if request.method == "OPTIONS":
        return tus(204)
    said = metadata(request.headers.get("Upload-Metadata", ""))
    made = upload_create(
        draft.public_id,
        length=number(request.headers.get("Upload-Length", "")),
        name=said.get("filename", ""),
        claimed_type=said.get("filetype", ""),
        sha256=said.get("sha256", ""),
        mark=str(component_id),
    )
    place = [code, draft_id, component_id, made.id]
    return tus(201, Location=reverse("portal:file_upload_part", args=place))


def metadata(header: str) -> dict[str, str]:
    """Return the pairs of an Upload-Metadata header; what cannot be read is left out."""
    found = {}
    for pair in header.split(","):
        key, _space, value = pair.strip().partition(" ")
        try:
            found[key] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            continue
    return found
