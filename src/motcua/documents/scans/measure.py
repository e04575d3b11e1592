"""What a page of a scan is worth: sharp, blank, the same as another one. Numbers, no words."""

from __future__ import annotations

from typing import Any, Final

import cv2
import numpy as np

Picture = Any
LOOK: Final = 1600  # pixels of the longer side at which sharpness is measured
INK_BLANK: Final = 0.0006  # share of the page that is ink, below which it is blank
GRID: Final = (48, 64)  # fine enough to tell two full pages of the same layout apart


def sharpness(grey: Picture) -> int:
    """Return how sharp the edges of the writing are, 0–100; 100 where there is no writing.

    The steepest step of brightness at the edge of ink, as a share of the contrast there: of a
    sharp letter from paper to ink within two or three pixels at 140 dots per inch.
    """
    scale = LOOK / max(grey.shape[:2])
    small = cv2.resize(
        grey,
        None,
        fx=scale,
        fy=scale,
        interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC,
    )
    across = cv2.Sobel(small, cv2.CV_32F, 1, 0, ksize=3) / 4
    down = cv2.Sobel(small, cv2.CV_32F, 0, 1, ksize=3) / 4
    steps = cv2.magnitude(across, down)
    around = cv2.getStructuringElement(cv2.MORPH_RECT, (9, 9))
    contrast = cv2.dilate(small, around).astype(np.float32) - cv2.erode(small, around).astype(
        np.float32
    )
    steepest = cv2.dilate(steps, around)
    written = contrast > 60
    if int(written.sum()) < written.size * 0.001:
        return 100 if float(np.percentile(contrast, 99.5)) < 25 else 0
    share = float(np.median(steepest[written] / contrast[written]))
    return max(0, min(100, round(share * 100)))


def ink_of(grey: Picture) -> Picture:
    """Return where ink is on an even, light page; margins and specks left out."""
    ink = (grey < 150).astype(np.uint8) * 255
    height, width = ink.shape
    top, side = round(height * 0.03), round(width * 0.03)
    ink[:top], ink[height - top :], ink[:, :side], ink[:, width - side :] = 0, 0, 0, 0
    small = cv2.resize(ink, (max(1, width // 2), max(1, height // 2)), interpolation=cv2.INTER_AREA)
    return (small > 127).astype(np.uint8)


def is_blank(grey: Picture) -> bool:
    """Tell whether nothing is written on a page; faint or blurred writing is something."""
    if ink_share(grey) >= INK_BLANK:
        return False
    height, width = grey.shape[:2]
    inner = grey[height // 25 : -height // 25, width // 25 : -width // 25]
    small = cv2.resize(inner, (400, 560), interpolation=cv2.INTER_AREA)
    return float(np.percentile(small, 50) - np.percentile(small, 0.5)) < 25


def ink_share(grey: Picture) -> float:
    """Return which share of a page is ink."""
    return round(float(ink_of(grey).mean()), 5)


def pattern(grey: Picture) -> str:
    """Return the page as a coarse pattern of its ink, one hexadecimal digit a field."""
    cells = cv2.resize(ink_of(grey).astype(np.float32), GRID, interpolation=cv2.INTER_AREA)
    most = float(cells.max()) or 1.0
    return "".join(f"{round(15 * float(one) / most):x}" for one in cells.flatten())
