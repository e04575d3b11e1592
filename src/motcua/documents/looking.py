"""Looking at a stored file without opening it: a page as a picture, nothing that could run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from motcua.documents import refusals, sandbox
from motcua.documents.queries import file_get, file_open
from motcua.documents.rules import FileProblem
from motcua.documents.types import MediaType
from motcua.kernel.errors import NotFound

_MOST: Final = 40_000_000  # bytes of one picture


@dataclass(frozen=True)
class Look:
    """A page as a picture."""

    data: bytes
    media_type: str


def page_look(file_id: int, page: int) -> Look:
    """Return page `page` (from 1) of a stored file; a picture is its own only page.

    Raises NotFound for a page that is not there; what `file_open` refuses (held back, store
    away), and FileRefused when the page cannot be drawn.
    """
    stored = file_get(file_id)
    if not 1 <= page <= max(stored.pages, 1):
        raise NotFound("page_unknown", "")
    with file_open(file_id) as stream:
        data = stream.read()
    if stored.media_type is not MediaType.PDF:
        return Look(data, stored.media_type.value)
    try:
        made = sandbox.tool_run("look", data, {"page": page}, limit=_MOST)[1]
    except FileProblem as problem:
        raise refusals.refusal(problem, field="file") from problem
    return Look(made, "image/png")
