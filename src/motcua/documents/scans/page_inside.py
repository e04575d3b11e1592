"""One picture of a page: laid flat, turned upright, evenly lit, measured. Runs inside `sandbox`."""

from __future__ import annotations

import io
import warnings
from typing import Any, Final

import cv2
import numpy as np
from PIL import Image, ImageOps

from motcua.documents.rules import MAX_PIXELS, FileProblem
from motcua.documents.scans import geometry, measure, tone

WORK_PIXELS: Final = 12_000_000  # larger pictures are made smaller before anything else
A4_INCHES: Final = (8.27, 11.69)
DPI_MOST: Final = 320
PREVIEW: Final = 900
Image.MAX_IMAGE_PIXELS = MAX_PIXELS


cv2.setNumThreads(0)  # threads' stacks would count against the child's memory


def run(data: bytes, given: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Return facts; the straightened page, and behind it a small picture of the original.

    `page_size` says how many bytes are the page. `given`: `corners` (set by hand; [] keeps the
    whole picture; None: found), `turn` (quarter turns by hand, in degrees), `tone` ("" decides
    itself), `quality`, `dpi` (of a PDF page).
    """
    picture, dpi = picture_open(data)
    facts, made = page_make(picture, dpi or int(given.get("dpi") or 0), given)
    small = cv2.resize(
        picture, _fit(picture.shape[1], picture.shape[0], PREVIEW), interpolation=cv2.INTER_AREA
    )
    out = io.BytesIO()
    Image.fromarray(small).save(out, "JPEG", quality=70)
    return facts | {"page_size": len(made)}, made + out.getvalue()


def picture_open(data: bytes) -> tuple[Any, int]:
    """Return a picture upright as its camera held it, and the dots per inch that it claims.

    Raises FileProblem `pixels` before anything is unpacked.
    """
    image: Image.Image
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            image = Image.open(io.BytesIO(data))
        except Image.DecompressionBombError as error:
            raise FileProblem("bomb") from error
    if image.format not in {"JPEG", "PNG"}:
        raise FileProblem("type_image")
    wide, high = image.size
    if wide * high > MAX_PIXELS:
        raise FileProblem("pixels", megapixels=wide * high // 10**6, limit=MAX_PIXELS // 10**6)
    claimed = image.info.get("dpi", (0, 0))[0]
    share = min(1.0, (WORK_PIXELS / (wide * high)) ** 0.5)
    if share < 1:
        image.draft("RGB", (round(wide * share), round(high * share)))
    image = ImageOps.exif_transpose(image)
    if image.mode in {"RGBA", "LA", "P"}:  # what is transparent is paper
        image = image.convert("RGBA")
        ground = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(ground, image)
    image = image.convert("RGB")
    share = min(1.0, (WORK_PIXELS / (image.size[0] * image.size[1])) ** 0.5)
    if share < 1:
        image = image.resize(
            (round(image.size[0] * share), round(image.size[1] * share)), Image.Resampling.LANCZOS
        )
    claimed = claimed * image.size[0] / wide if 60 < claimed < 1300 else 0
    return np.asarray(image), round(float(claimed))


def page_make(picture: Any, dpi: int, given: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Return what was found of a page, and the page as a file."""
    found = geometry.outline_find(picture) if given.get("corners") is None else None
    corners = given.get("corners") or found
    page = geometry.flatten(picture, corners) if corners else picture
    page = geometry.quarter_turned(page, int(given.get("turn", 0)))
    page = tone.light_even(page)
    if corners:
        _edge_clear(page)
    grey = cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)
    sharp = measure.sharpness(grey)  # before anything is resampled
    skew = geometry.skew_find(grey)
    if skew:
        page = geometry.turned_by(page, skew)
    page, dots = _sized(page, 0 if corners else dpi)
    grey = cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)
    kind = str(given.get("tone") or "") or tone.tone_of(page)
    made, media_type = tone.page_encode(page, kind, quality=int(given.get("quality", 82)))
    share = measure.ink_share(grey)
    facts = {
        "width": page.shape[1],
        "height": page.shape[0],
        "dpi": dots,
        "skew": skew,
        "outline": found or [],
        "tone": kind,
        "media_type": media_type,
        "sharpness": sharp,
        "ink": share,
        "blank": measure.is_blank(grey),
        "pattern": measure.pattern(grey),
    }
    return facts, made


def _edge_clear(page: Any) -> None:
    """Take away the line of table that is left along the edge of a page cut out by its corners."""
    edge = max(2, round(min(page.shape[:2]) * 0.005))
    for line in (page[:edge], page[-edge:], page[:, :edge], page[:, -edge:]):
        line[:] = 255


def _sized(page: Any, dpi: int) -> tuple[Any, int]:
    """Return the page with no more dots than sensible, and its dots per inch.

    Without a scanner's word the page is taken for A4, as nearly all papers here are.
    """
    height, width = page.shape[:2]
    short, long = sorted((width, height))
    dots = dpi or round(min(short / A4_INCHES[0], long / A4_INCHES[1]))
    if dots <= DPI_MOST:
        return page, dots
    share = 300 / dots
    size = (max(1, round(width * share)), max(1, round(height * share)))
    return cv2.resize(page, size, interpolation=cv2.INTER_AREA), 300


def _fit(width: int, height: int, most: int) -> tuple[int, int]:
    share = min(1.0, most / max(width, height))
    return max(1, round(width * share)), max(1, round(height * share))
