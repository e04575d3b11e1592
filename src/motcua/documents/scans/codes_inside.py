"""Reading codes, inside the checking process (see `sandbox`)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np
import zxingcpp
from PIL import Image, ImageOps, UnidentifiedImageError

from motcua.documents.rules import MAX_PIXELS, FileProblem

SIDES = (1800, 4200)
"""Longest side in pixels of the looks: the first finds what fills the picture, the second what
is small in it, such as a card's code on a photographed table."""
TEXT_MAX = 4_000  # characters of one code; a QR code holds 4,296 at most

cv2.setNumThreads(0)  # threads' stacks would count against the child's memory


def run(data: bytes, wanted: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Return `codes`: text, format and corners of each; raises FileProblem."""
    try:
        for look, scale in _looks(data, wanted["format"]):
            found = zxingcpp.read_barcodes(look, text_mode=zxingcpp.TextMode.Plain)
            if found:
                rows = [_row(one, scale) for one in found]
                rows.sort(key=lambda row: (min(y for _x, y in row["position"]), row["position"]))
                return {"codes": rows[: wanted["most"]]}, b""
    except UnidentifiedImageError as error:
        raise FileProblem("damaged") from error
    except MemoryError as error:
        raise FileProblem("bomb") from error
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError) as error:
        raise FileProblem("damaged") from error
    return {"codes": []}, b""


def _looks(data: bytes, kind: str) -> Iterator[tuple[Any, float]]:
    """Yield the picture in grey, smaller first, then with its contrast helped."""
    Image.MAX_IMAGE_PIXELS = None  # the limit below is ours, with our own message
    grey, scale = _grey(data, kind, SIDES[0])
    yield grey, scale
    larger, larger_scale = _grey(data, kind, SIDES[1])
    if larger.shape != grey.shape:
        grey, scale = larger, larger_scale
        yield grey, scale
    # Shadow, glare and a soft lens: even the light out, then sharpen.
    even = cv2.createCLAHE(clipLimit=3.0, tileGridSize=(16, 16)).apply(grey)
    soft = cv2.GaussianBlur(even, (0, 0), 2.5)
    yield cv2.addWeighted(even, 2.2, soft, -1.2, 0), scale
    yield cv2.resize(grey, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)[:8400, :8400], scale / 2


def _grey(data: bytes, kind: str, side: int) -> tuple[Any, float]:
    """Return the upright picture in grey and what one of its pixels is of the whole one's."""
    with Image.open(io.BytesIO(data), formats=(kind,)) as image:
        width, height = image.size
        if width * height > MAX_PIXELS:
            raise FileProblem(
                "pixels", megapixels=width * height // 10**6, limit=MAX_PIXELS // 10**6
            )
        longest = max(width, height)
        # A JPEG decodes at a half, a quarter or an eighth of its size: little memory is used.
        image.draft("L", (width * side // longest or 1, height * side // longest or 1))
        plain = _opaque(image)
        plain.thumbnail((side, side))
        upright = ImageOps.exif_transpose(plain)
        scale = longest / max(upright.size)
        return np.asarray(upright.convert("L")), scale


def _opaque(image: Image.Image) -> Image.Image:
    """Return the picture so that it can be scaled, on white: what is transparent is paper."""
    if image.mode == "P" or "A" in image.getbands():
        layers = image.convert("RGBA")
        white = Image.new("RGBA", layers.size, "white")
        white.alpha_composite(layers)
        white.info = dict(image.info)
        return white.convert("L")
    return image.convert("L") if image.mode == "1" else image


def _row(found: Any, scale: float) -> dict[str, Any]:
    place = found.position
    corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    return {
        "text": _text(found)[:TEXT_MAX],
        "format": found.format.name,
        "position": [[round(one.x * scale), round(one.y * scale)] for one in corners],
    }


def _text(found: Any) -> str:
    """Return the text as UTF-8 says it; the reader's own guess only where it is none."""
    try:
        return bytes(found.bytes).decode("utf-8")
    except UnicodeDecodeError:
        return str(found.text)
