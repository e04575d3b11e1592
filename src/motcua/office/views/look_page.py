"""A page of a document as a picture: nothing of the file runs, and nothing of it is kept.

The reading was recorded when the documents were opened (`office:look`), and is recorded here for
whoever asks without them; the wall is asked here too.
"""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from motcua.documents.looking import page_look
from motcua.dossiers.queries.looks import look_file
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import Forbidden, NotFound, Refused
from motcua.office.pictured import dossier_pictured


@requires(Action.DOSSIER_READ)
@require_safe
def look_page(request: SignedInRequest, code: str, key: str, page: int) -> HttpResponse:
    """Answer the picture; 404 for what is not of this dossier, 409 for what is held back."""
    found = look_file(code, key)
    if found is None:
        raise Http404
    try:
        request.actor.posting_for(Action.DOSSIER_READ, *found.unit_ids)
        made = page_look(found.file_id, page)
    except (NotFound, Forbidden) as refusal:
        raise Http404 from refusal
    except Refused as refusal:
        return HttpResponse(str(refusal.message), status=refusal.status, content_type="text/plain")
    dossier_pictured(
        request,
        code,
        purpose=f"looking at {key}",
        covers=lambda told: _covers(told, key),
    )
    return HttpResponse(
        made.data,
        content_type=made.media_type,
        headers={
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )


def _covers(purpose: str, key: str) -> bool:
    """Tell whether a reading is of this document: named, or as the page chose it by itself."""
    words = purpose.split()
    return words[:2] == ["looking", "at"] and (key in words or "documents" in words)
