"""A frozen report as a file: the paper that was sent, a workbook, JSON."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from motcua.documents.queries import file_get, file_open
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import NotFound
from motcua.oversight.frozen.papers import MEDIA_TYPES
from motcua.oversight.frozen.queries import file_bytes, report_get
from motcua.ui.downloads import file_answer


@requires(Action.REPORT_READ)
@require_safe
def frozen_report_file(request: SignedInRequest, code: str, kind: str) -> HttpResponseBase:
    """Answer the file; before it was sent the paper is a draft that bears no seal."""
    if kind not in MEDIA_TYPES:
        raise Http404
    try:
        view = report_get(request.actor, code)
    except NotFound as refusal:
        raise Http404 from refusal
    name = f"{code}.{kind}"
    if kind == "pdf" and view.file_id is not None:
        return file_answer(request, file_get(view.file_id), file_open, name)
    return HttpResponse(
        file_bytes(request.actor, code, kind),
        content_type=MEDIA_TYPES[kind],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
