"""Handing out a stored file."""

from __future__ import annotations

from django.http import FileResponse

from motcua.documents.queries import file_get, file_open
from motcua.ui.downloads import download


def file_answer(file_id: int, name: str) -> FileResponse:
    """Return the file as a download under its own name.

    Raises NotFound for an unknown file and FileDamaged (a bug) for missing or cut bytes.
    """
    view = file_get(file_id)
    return download(file_open(file_id), name=name, media_type=view.media_type.value, size=view.size)
