"""What a scanner reads from printed pages."""

from __future__ import annotations

import io
import subprocess
from dataclasses import dataclass

import zxingcpp
from PIL import Image


@dataclass(frozen=True)
class Code:
    """A code on a page (from 0); `top` is how far below the page's edge its middle lies, in pt."""

    text: str
    page: int
    top: float


def codes_read(data: bytes, *, dpi: int = 200) -> list[str]:
    """Return the texts of all QR codes and barcodes of a PDF's pages, as printed at `dpi`."""
    return [one.text for one in codes_placed(data, dpi=dpi)]


def codes_placed(data: bytes, *, dpi: int = 200) -> list[Code]:
    """Return all QR codes and barcodes of a PDF's pages with where they stand."""
    drawn = subprocess.run(
        ["pdftoppm", "-r", str(dpi), "-gray", "-"],
        input=data,
        capture_output=True,
        check=True,
    ).stdout
    found: list[Code] = []
    for number, page in enumerate(_pages(drawn)):
        for one in zxingcpp.read_barcodes(page):
            middle = (one.position.top_left.y + one.position.bottom_right.y) / 2
            found.append(Code(one.text, number, middle * 72 / dpi))
    return found


def _pages(drawn: bytes) -> list[Image.Image]:
    """Return the pictures of a stream of PGM pages, one behind the other."""
    pages, at = [], 0
    while at < len(drawn):
        _kind, size, _depth = drawn[at : at + 64].split(b"\n", 3)[:3]
        width, height = map(int, size.split())
        length = len(b"\n".join(drawn[at : at + 64].split(b"\n", 3)[:3])) + 1 + width * height
        pages.append(Image.open(io.BytesIO(drawn[at : at + length])).copy())
        at += length
    return pages
