"""Download of what was sent along with a question, or came with its answer; it is recorded."""

from __future__ import annotations

from django.http import Http404
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from motcua.documents.queries import file_get, file_open
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.reading import opinion_read
from motcua.ui.downloads import file_answer


@requires(Action.WORK_READ)
@require_safe
def opinion_file(request: SignedInRequest, request_id: int, file_id: int) -> HttpResponseBase:
    """Answer a file of this question or of its answers; 404 for any other."""
    view = opinion_read(request, request_id, purpose=f"download of file {file_id}")
    names = {one.file_id: one.name for one in view.documents}
    names |= {one.file_id: one.file_name for one in view.answers if one.file_id is not None}
    if file_id not in names:
        raise Http404
    return file_answer(request, file_get(file_id), file_open, names[file_id])
