"""One upload in pieces: how much is here, one more piece, the end (tus 1.0)."""

from __future__ import annotations

import base64
import hashlib

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.citizens.access import CitizenRequest
from motcua.documents.uploads import (
    MAX_PIECE,
    Upload,
    upload_append,
    upload_close,
    upload_drop,
    upload_finish,
    upload_get,
)
from motcua.filing.services import draft_file_add
from motcua.filing.types import DraftView
from motcua.kernel.errors import NotFound
from motcua.portal.filing import filing_page
from motcua.portal.pieces import number, paper_open, piecewise, tus


@filing_page
@require_http_methods(["HEAD", "PATCH", "DELETE"])
@piecewise
def file_upload_part(
    request: CitizenRequest, code: str, draft_id: str, component_id: int, upload_id: str
) -> HttpResponse:
    """Answer the offset, take a piece, or forget the upload; the last piece stores the file."""
    draft = paper_open(request, code, draft_id, component_id)
    known = upload_get(draft.public_id, upload_id)
    if known.mark != str(component_id):
        raise NotFound("upload_unknown", _("There is no such upload here."))
    if request.method == "DELETE":
        upload_drop(draft.public_id, upload_id)
        return tus(204)
    if request.method == "HEAD":
        return tus(200, "", **{"Upload-Offset": known.offset, "Upload-Length": known.length})
    piece = request.read(MAX_PIECE + 1)
    if piece and request.content_type != "application/offset+octet-stream":
        return tus(415)
    if len(piece) > MAX_PIECE:
        return tus(413)
    if not _sound(request.headers.get("Upload-Checksum", ""), piece):
        return tus(460)
    offset = number(request.headers.get("Upload-Offset", ""))
    known = upload_append(draft.public_id, upload_id, offset=offset, piece=piece)
    if known.offset == known.length and not known.done:
        _finish(request, draft, component_id, known)
    return tus(204, "", **{"Upload-Offset": known.offset})


def _finish(request: CitizenRequest, draft: DraftView, component_id: int, known: Upload) -> None:
    """Store the whole file, link it, then forget the pieces: a break between is made good."""
    stored = upload_finish(draft.public_id, known.id)
    draft_file_add(
        citizen=request.citizen,
        public_id=draft.public_id,
        component_id=component_id,
        file=stored,
    )
    transaction.on_commit(lambda: upload_close(draft.public_id, known.id))


def _sound(header: str, piece: bytes) -> bool:
    """Whether a piece is what its sender read from the disk; without a checksum nobody knows."""
    if not header:
        return True
    kind, _space, value = header.partition(" ")
    return kind == "sha256" and value == base64.b64encode(hashlib.sha256(piece).digest()).decode()
