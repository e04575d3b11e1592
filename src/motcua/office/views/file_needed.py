"""Download of a result that this part of a group builds on; the reading is recorded."""

from __future__ import annotations

from django.http import Http404
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from motcua.documents.queries import file_get, file_open
from motcua.filing.queries import place_of
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.reading import dossier_read
from motcua.ui.downloads import file_answer


@requires(Action.DOSSIER_READ)
@require_safe
def file_needed(request: SignedInRequest, code: str, part: str) -> HttpResponseBase:
    """Answer the issued result of a part that this dossier waits for, and of no other part.

    Whoever may open this dossier may read what it is decided on, and nothing else of the other.
    """
    dossier = dossier_read(request, code, purpose="result of a part that this dossier builds on")
    place = place_of(dossier.id)
    need = place.need(part) if place else None
    if need is None or need.issued is None:
        raise Http404
    return file_answer(request, file_get(need.issued.file_id), file_open, need.issued.file_name)
