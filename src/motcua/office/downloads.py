"""Handing out a stored file: always as a download, never opened as a page of ours."""

from __future__ import annotations

from django.http import FileResponse

from motcua.documents.queries import file_get, file_open


def file_answer(file_id: int, name: str) -> FileResponse:
    """Return the file as attachment under its own name; nothing in it may run here.

    Raises NotFound for an unknown file and FileDamaged (a bug) for missing or cut bytes.
    """
    view = file_get(file_id)
    answer = FileResponse(
        file_open(file_id),
        as_attachment=True,
        filename=name,
        content_type=view.media_type.value,
        headers={
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )
    answer["Content-Length"] = str(view.size)
    return answer
