"""Handing out a stored file: always as a download, never opened as a page of ours."""

from __future__ import annotations

from typing import BinaryIO

from django.http import FileResponse


def download(stream: BinaryIO, *, name: str, media_type: str, size: int) -> FileResponse:
    """Return the bytes as attachment under their own name; nothing in them may run here."""
    answer = FileResponse(
        stream,
        as_attachment=True,
        filename=name,
        content_type=media_type,
        headers={
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )
    answer["Content-Length"] = str(size)
    return answer
