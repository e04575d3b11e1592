"""Light and colour of a page: shadows taken out, colour found, stored no larger than sensible."""

from __future__ import annotations

import io
from typing import Any, Final

import cv2
import numpy as np
from PIL import Image

Picture = Any
TEXT, GREY, COLOUR = "text", "grey", "colour"
COLOURED: Final = 0.0008  # share of the page that is coloured, above which colour is kept
HALFTONE: Final = 0.10  # share of middle greys, above which black and white would lose something


def light_even(picture: Picture) -> Picture:
    """Return the page as if light fell on it evenly: its paper white, its ink as dark as it was.

    What the paper looks like at each place is taken from its surroundings, without the writing.
    """
    height, width = picture.shape[:2]
    scale = min(1.0, 500 / max(height, width))
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    reach = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (15, 15))
    paper = cv2.medianBlur(cv2.dilate(small, reach), 21)
    paper = cv2.GaussianBlur(paper, (0, 0), 8)
    # One light for all three colours: the colour of paper and ink stays what it was.
    light = paper.max(axis=2)
    light = np.maximum(cv2.resize(light, (width, height), interpolation=cv2.INTER_LINEAR), 40)
    even = np.empty_like(picture)
    for one in range(3):  # one by one: a whole page in floats takes much memory
        even[:, :, one] = cv2.divide(picture[:, :, one], light, scale=250.0)
    return even


def tone_of(picture: Picture) -> str:
    """Return whether an evenly lit page is writing alone, has shades of grey, or colour."""
    scale = min(1.0, 1000 / max(picture.shape[:2]))
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    small = cv2.medianBlur(small, 3)
    wide = small.astype(np.int16)
    spread = wide.max(axis=2) - wide.min(axis=2)
    # Paper that is a little yellow all over is no colour that must be kept.
    cast = int(np.median(spread))
    if float((spread > cast + 45).mean()) > COLOURED:
        return COLOUR
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
    middle = cv2.erode(((grey > 70) & (grey < 205)).astype(np.uint8), np.ones((5, 5), np.uint8))
    return GREY if float(middle.mean()) > HALFTONE / 5 else TEXT


def page_encode(picture: Picture, tone: str, *, quality: int) -> tuple[bytes, str]:
    """Return the page as a file without any metadata, and its type."""
    out = io.BytesIO()
    if tone == TEXT:
        grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
        size = max(31, round(max(grey.shape) / 60) | 1)
        soft = cv2.GaussianBlur(grey, (3, 3), 0)
        local = cv2.adaptiveThreshold(
            soft, 255, cv2.ADAPTIVE_THRESH_GAUSSIAN_C, cv2.THRESH_BINARY, size, 18
        )
        Image.fromarray(local).convert("1", dither=Image.Dither.NONE).save(
            out, "PNG", optimize=True
        )
        return out.getvalue(), "image/png"
    image = Image.fromarray(picture)
    if tone == GREY:
        image = image.convert("L")
    image.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue(), "image/jpeg"
