"""Barcodes and QR codes in a photo or a scanned page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from motcua.documents import refusals, rules, sandbox
from motcua.documents.rules import FileProblem
from motcua.documents.types import MediaType

MAX_BYTES = 15_000_000
"""Of one picture; a phone's photo has 2 to 8 million."""
CODES_MAX = 60
"""Codes that are told of one picture: a sheet of labels has about 40."""
_ANSWER = 400_000

Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Code:
    """One code: its text, its kind (`QRCode`, `Code128`, …) and its corners.

    The corners are pixels of the upright picture, clockwise from the code's own upper left.
    """

    text: str
    format: str
    position: tuple[Point, Point, Point, Point]


def read_codes(image: bytes, *, field: str = "file") -> tuple[Code, ...]:
    """Return the codes in a JPEG or PNG picture, from top to bottom; none is no error.

    The picture is read in the checking process and kept nowhere. Raises FileRefused at `field`:
    too large (bytes, pixels), no picture, damaged, or so made that reading it takes too much.
    """
    try:
        wanted = {"format": _picture_kind(image), "most": CODES_MAX}
        facts, _made = sandbox.tool_run("codes", image, wanted, limit=_ANSWER)
    except FileProblem as problem:
        raise refusals.refusal(problem, field=field) from problem
    return tuple(_code(row) for row in facts.get("codes", ()))


def _picture_kind(image: bytes) -> str:
    if len(image) > MAX_BYTES:
        size = f"{len(image) / 1_000_000:.1f}"
        raise FileProblem("size", size=size, limit=MAX_BYTES // 1_000_000)
    media_type = rules.type_sniff(image)
    if media_type is MediaType.PDF:
        raise FileProblem("type_image")
    return media_type.name


def _code(row: dict[str, Any]) -> Code:
    first, second, third, fourth = ((int(x), int(y)) for x, y in row["position"])
    return Code(str(row["text"]), str(row["format"]), (first, second, third, fourth))
