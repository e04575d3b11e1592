"""Handing out a stored file."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from motcua.documents.queries import file_get, file_open
from motcua.documents.types import FileUnchecked, StoreDown
from motcua.ui.downloads import download
from motcua.ui.views.errors import file_not_now


def file_answer(request: HttpRequest, file_id: int, name: str) -> HttpResponseBase:
    """Return the file as a download under its own name, or a page that says why not now.

    Raises NotFound for an unknown file and FileDamaged (a bug) for missing or cut bytes.
    """
    view = file_get(file_id)
    try:
        stream = file_open(file_id)
    except (FileUnchecked, StoreDown) as refusal:
        return file_not_now(request, refusal.status, str(refusal.message))
    return download(stream, name=name, media_type=view.media_type.value, size=view.size)
