"""A file that shows a difficulty."""

from __future__ import annotations

from django.http import Http404
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from motcua.documents.queries import file_get as stored_get
from motcua.documents.queries import file_open
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import NotFound
from motcua.oversight.queries.register import file_get
from motcua.ui.downloads import file_answer


@requires(Action.OVERSIGHT_READ)
@require_safe
def difficulty_file(request: SignedInRequest, file_id: int) -> HttpResponseBase:
    """Answer the file; another unit's is not there."""
    try:
        found = file_get(request.actor, file_id)
    except NotFound as refusal:
        raise Http404 from refusal
    return file_answer(request, stored_get(found.file_id), file_open, found.name)
