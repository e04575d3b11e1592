"""Pages of digitised papers, as the rest of the system asks for them: bytes in, pages out.

Every picture comes from a stranger: the work itself is done in the checking process (`sandbox`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from motcua.documents import refusals, sandbox
from motcua.documents.rules import FileProblem

_PAGE_MOST: Final = 40_000_000  # bytes of one page and its preview
_BOOK_MOST: Final = 200_000_000


@dataclass(frozen=True)
class PageWish:
    """How a page is to be made: by itself, or as the officer's hand corrected it.

    `corners` are four points as fractions of width and height from the top left, clockwise; empty
    keeps the whole picture, None looks for the page. `turn`: degrees clockwise. `tone`: `text`,
    `grey`, `colour`, or empty to decide by what is there. `dpi`: what the scanner said.
    """

    corners: tuple[tuple[float, float], ...] | None = None
    turn: int = 0
    tone: str = ""
    dpi: int = 0
    quality: int = 82


@dataclass(frozen=True)
class PageMade:
    """A page laid flat and evenly lit, what was measured of it, and how it looked before."""

    data: bytes
    preview: bytes  # the picture as it was taken, small (JPEG)
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Leaf:
    """A page of a PDF: its picture as bytes, or none where it is drawn and stays as it is."""

    pages: int
    picture: bytes | None
    dpi: int


@dataclass(frozen=True)
class BookPage:
    """A page to be bound: a picture with its text, or page `number` of a PDF."""

    data: bytes
    dpi: int = 0
    text: bytes | None = None
    number: int | None = None


def page_make(picture: bytes, wish: PageWish, *, field: str = "file") -> PageMade:
    """Straighten a JPEG or PNG. Raises FileRefused at `field` in plain words."""
    wanted = {
        "corners": None if wish.corners is None else [list(one) for one in wish.corners],
        "turn": wish.turn,
        "tone": wish.tone,
        "dpi": wish.dpi,
        "quality": wish.quality,
    }
    facts, made = _asked("page", picture, wanted, _PAGE_MOST, field)
    size = int(facts.pop("page_size"))
    return PageMade(made[:size], made[size:], facts)


def leaf_take(pdf: bytes, number: int, *, field: str = "file") -> Leaf:
    """Return page `number` (from 0) of a PDF. Raises FileRefused at `field`."""
    facts, made = _asked("leaf", pdf, {"page": number}, 4 * _PAGE_MOST, field)
    picture = made if facts["kind"] == "picture" else None
    return Leaf(int(facts["pages"]), picture, int(facts["dpi"]))


def pages_bind(pages: Sequence[BookPage], *, title: str = "") -> bytes:
    """Return one PDF of the pages; pictures are kept byte for byte. Raises FileRefused."""
    blobs: list[bytes] = []
    places: dict[int, int] = {}
    listed: list[dict[str, Any]] = []
    for one in pages:
        if id(one.data) not in places:  # a PDF of which several pages are taken goes once
            places[id(one.data)] = len(blobs)
            blobs.append(one.data)
        told: dict[str, Any] = {"blob": places[id(one.data)], "kind": "picture", "dpi": one.dpi}
        if one.number is not None:
            told |= {"kind": "drawn", "page": one.number}
        elif one.text is not None:
            told["text"] = len(blobs)
            blobs.append(one.text)
        listed.append(told)
    wanted = {"pages": listed, "sizes": [len(one) for one in blobs], "title": title}
    return _asked("bind", b"".join(blobs), wanted, _BOOK_MOST, "file")[1]


def _asked(
    tool: str, data: bytes, wanted: dict[str, Any], most: int, field: str
) -> tuple[dict[str, Any], bytes]:
    try:
        return sandbox.tool_run(tool, data, wanted, limit=most)
    except FileProblem as problem:
        raise refusals.refusal(problem, field=field) from problem
