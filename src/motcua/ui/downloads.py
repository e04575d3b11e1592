"""Handing out a stored file: always as a download, never opened as a page of ours."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import BinaryIO, Protocol

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase

from motcua.kernel.errors import NotFound, Refused
from motcua.ui.views.errors import file_not_now


class Stored(Protocol):
    """What is asked of a stored file, whoever keeps it."""

    @property
    def id(self) -> int:
        """Its number."""

    @property
    def size(self) -> int:
        """Its length in bytes."""

    @property
    def media_type(self) -> StrEnum:
        """Its type, by content."""


def file_answer(
    request: HttpRequest, stored: Stored, read: Callable[[int], BinaryIO], name: str
) -> HttpResponseBase:
    """Return the file as a download under its own name, or a page that says why not now.

    `read` opens it; what it refuses for now (unchecked, store down) is told. NotFound and a
    damaged file (a bug) pass through.
    """
    try:
        stream = read(stored.id)
    except NotFound:
        raise
    except Refused as refusal:
        return file_not_now(request, refusal.status, str(refusal.message))
    return download(stream, name=name, media_type=stored.media_type.value, size=stored.size)


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
