"""A page of a PDF as a picture, drawn by typst. Runs inside `sandbox`, which writes no file."""

from __future__ import annotations

from typing import Any, Final

import typst

from motcua.documents.rules import FileProblem

WIDE: Final = 210  # mm on which the page is laid, whatever its own size
PPI: Final = 130
# The content is read where it stands: behind the settings, in a file without a name.
_SOURCE = """#set page(width: auto, height: auto, margin: 0pt, fill: white)
#image(read("/{handle}", encoding: none).slice({offset}), format: "pdf", page: {page}, width: {wide}mm)
"""  # noqa: E501 - one expression


def run(data: bytes, given: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Return page `given["page"]` (from 1) as PNG; FileProblem `damaged` when it cannot be."""
    del data
    text = _SOURCE.format(
        handle=int(given["handle"]),
        offset=int(given["offset"]),
        page=int(given["page"]),
        wide=WIDE,
    )
    try:
        # The library's types want the source and the folder to be of one type.
        made: Any = typst.compile(  # type: ignore[call-overload]
            text.encode(), root="/proc/self/fd", format="png", ppi=PPI
        )
    except (typst.TypstError, RuntimeError) as error:
        raise FileProblem("damaged") from error
    if not isinstance(made, bytes):
        raise FileProblem("damaged")
    return {}, made
