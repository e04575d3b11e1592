"""Download of a file that was handed in; the reading is recorded."""

from __future__ import annotations

from django.http import Http404
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from motcua.documents.queries import file_get, file_open
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.reading import dossier_read
from motcua.ui.downloads import file_answer


@requires(Action.DOSSIER_READ)
@require_safe
def file(request: SignedInRequest, code: str, attachment_id: int) -> HttpResponseBase:
    """Answer the attachment of this dossier; 404 for one of another."""
    dossier = dossier_read(request, code, purpose=f"download of attachment {attachment_id}")
    found = next((a for a in dossier.attachments if a.id == attachment_id), None)
    if found is None:
        raise Http404
    return file_answer(request, file_get(found.file_id), file_open, found.name)
