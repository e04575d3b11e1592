"""What a scanner reads from printed pages."""

from __future__ import annotations

import io
import subprocess

import zxingcpp
from PIL import Image


def codes_read(data: bytes, *, dpi: int = 200) -> list[str]:
    """Return the texts of all QR codes and barcodes of a PDF's pages, as printed at `dpi`."""
    drawn = subprocess.run(
        ["pdftoppm", "-r", str(dpi), "-gray", "-"],
        input=data,
        capture_output=True,
        check=True,
    ).stdout
    found: list[str] = []
    for page in _pages(drawn):
        found += [one.text for one in zxingcpp.read_barcodes(page)]
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
