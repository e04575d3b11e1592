"""A quick look at one page of a stack: labels, blank or not, a small picture. Inside `sandbox`."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, Final

import cv2
import numpy as np
import zxingcpp
from PIL import Image

from motcua.documents.scans import measure, tone
from motcua.documents.scans.page_inside import picture_open

LOOK: Final = 1300  # pixels of the longer side at which blankness is judged
SIDES: Final = (1700, 3500)  # at which labels are looked for
PREVIEW: Final = 640
TEXT_MAX: Final = 200  # characters of a label
QR_CODES: Final = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)

cv2.setNumThreads(0)  # threads' stacks would count against the child's memory


def run(data: bytes, given: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Return `labels` (texts that begin with `given["mark"]`), `blank`, and a small JPEG.

    What a page shows besides, such as the code of a citizen card, is not told.
    """
    picture, _dpi = picture_open(data)
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    labels = _labels(grey, str(given["mark"]))
    small = _fit(picture, PREVIEW)
    out = io.BytesIO()
    Image.fromarray(small).save(out, "JPEG", quality=70)
    return {"labels": labels, "blank": not labels and _is_blank(picture)}, out.getvalue()


def _labels(grey: Any, mark: str) -> list[str]:
    """Return the texts of our labels, each once, from the first look that shows any."""
    for look in _looks(grey):
        codes = zxingcpp.read_barcodes(look, formats=QR_CODES, text_mode=zxingcpp.TextMode.Plain)
        found = [one.text[:TEXT_MAX] for one in codes if one.text.startswith(mark)]
        if found:
            return sorted(set(found))
    return []


def _looks(grey: Any) -> Iterator[Any]:
    """Yield the page: smaller (specks go), as it came, then with its contrast helped."""
    small = _fit(grey, SIDES[0])
    yield small
    whole = _fit(grey, SIDES[1])
    if whole.shape != small.shape:
        yield whole
    # A tired lamp, a dirty roller: even the light out, take specks out, stretch what is left.
    even = cv2.createCLAHE(clipLimit=4.0, tileGridSize=(8, 8)).apply(cv2.medianBlur(small, 3))
    yield even
    soft = cv2.GaussianBlur(whole, (0, 0), 1.6)
    low, high = (float(one) for one in np.percentile(soft, (0.5, 60)))
    if high - low > 4:
        yield np.clip((soft.astype(np.float32) - low) * (255 / (high - low)), 0, 255).astype(
            np.uint8
        )


def _is_blank(picture: Any) -> bool:
    """Tell whether a page may be set aside: nothing written, no mark of the size of a word."""
    grey = cv2.cvtColor(tone.light_even(_fit(picture, LOOK)), cv2.COLOR_RGB2GRAY)
    return measure.is_blank(grey) and not _has_mark(grey)


def _has_mark(grey: Any) -> bool:
    """Tell whether ink holds together over 3 mm: a word, initials, a stamp; dust does not.

    A line down the whole page is a dirty glass and counts for nothing.
    """
    height, width = grey.shape[:2]
    top, side = round(height * 0.03), round(width * 0.03)
    ink = (grey[top : height - top, side : width - side] < 165).astype(np.uint8)
    ink = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
    least = max(height, width) * 3 / 297
    _number, _labels, stats, _centres = cv2.connectedComponentsWithStats(ink)
    for _left, _top, wide, high, area in stats[1:].tolist():
        longest, shortest = max(wide, high), min(wide, high)
        is_line = longest > 0.4 * min(height, width) and shortest <= 0.01 * longest
        if longest >= least and area >= least and not is_line:
            return True
    return False


def _fit(picture: Any, most: int) -> Any:
    height, width = picture.shape[:2]
    share = most / max(height, width)
    if share >= 1:
        return picture
    size = (max(1, round(width * share)), max(1, round(height * share)))
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
