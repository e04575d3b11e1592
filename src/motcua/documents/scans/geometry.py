"""Where the page lies in a picture, and how to lay it flat: outline, perspective, skew."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, Final

import cv2
import numpy as np

Picture = Any  # a numpy array, height × width (× 3, red green blue)
Corners = list[list[float]]  # four points as fractions of width and height, from the top left
LOOK: Final = 900  # pixels of the longer side in which the outline is looked for
A_SERIES: Final = 2**0.5
SKEW_MOST: Final = 15.0  # degrees
SKEW_LEAST: Final = 0.15


def outline_find(picture: Picture) -> Corners | None:
    """Return the four corners of the page when it lies before something else; None otherwise.

    None also where the page fills the picture, as from a flat-bed scanner.
    """
    small = _shrunk(picture)
    height, width = small.shape[:2]
    best: Any = None
    best_area = 0.0
    for mask in _masks(small):
        contours, _tree = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        for contour in sorted(contours, key=cv2.contourArea, reverse=True)[:3]:
            quad = _quad(contour)
            area = cv2.contourArea(quad) if quad is not None else 0.0
            if area > best_area * 1.05 and _believable(quad, width, height):
                best, best_area = quad, area
    if best is None or _fills(best, width, height):
        return None
    ordered = _ordered(best.reshape(4, 2).astype(np.float64))
    return [[float(x) / width, float(y) / height] for x, y in ordered]


def flatten(picture: Picture, corners: Corners) -> Picture:
    """Return what lies within the corners, seen from straight above."""
    height, width = picture.shape[:2]
    points = np.array([[x * width, y * height] for x, y in corners], dtype=np.float32)
    top, right, bottom, left = (
        float(np.linalg.norm(points[a] - points[b])) for a, b in ((0, 1), (1, 2), (2, 3), (3, 0))
    )
    wide, high = max(top, bottom), max(left, right)
    ratio = max(wide, high) / max(1.0, min(wide, high))
    if abs(ratio / A_SERIES - 1) < 0.12:  # a sheet of the A series, seen at a slant
        if high >= wide:
            high = max(high, wide * A_SERIES)
            wide = high / A_SERIES
        else:
            wide = max(wide, high * A_SERIES)
            high = wide / A_SERIES
    size = (max(1, round(wide)), max(1, round(high)))
    target = np.array(
        [[0, 0], [size[0] - 1, 0], [size[0] - 1, size[1] - 1], [0, size[1] - 1]], dtype=np.float32
    )
    matrix = cv2.getPerspectiveTransform(points, target)
    return cv2.warpPerspective(picture, matrix, size, flags=cv2.INTER_AREA, borderValue=_WHITE)


def skew_find(grey: Picture) -> float:
    """Return by how many degrees the lines of text fall to the right; 0 where there are none."""
    scale = 700 / max(grey.shape[:2])
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    _level, ink = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    margin = max(2, round(min(ink.shape) * 0.03))
    ink[:margin], ink[-margin:], ink[:, :margin], ink[:, -margin:] = 0, 0, 0, 0
    if cv2.countNonZero(ink) < ink.size * 0.002:
        return 0.0
    coarse = _steepest(ink, np.arange(-SKEW_MOST, SKEW_MOST + 0.1, 1.0))
    fine = _steepest(ink, np.arange(coarse - 1.0, coarse + 1.01, 0.1))
    if abs(fine) < SKEW_LEAST or _profile(ink, fine) < 1.03 * _profile(ink, 0.0):
        return 0.0
    return round(fine, 2)


def turned_by(picture: Picture, degrees: float) -> Picture:
    """Return the picture turned (clockwise for what falls to the right upwards), on white."""
    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return cv2.warpAffine(
        picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=_WHITE
    )


def quarter_turned(picture: Picture, degrees: int) -> Picture:
    """Return the picture turned clockwise by 0, 90, 180 or 270 degrees."""
    return np.ascontiguousarray(np.rot90(picture, -degrees // 90 % 4))


_WHITE: Final = (255, 255, 255)


def _shrunk(picture: Picture) -> Picture:
    scale = min(1.0, LOOK / max(picture.shape[:2]))
    return cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)


def _masks(small: Picture) -> list[Picture]:
    """Return where a page may be: what is bright, and what edges close in."""
    grey = cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), (5, 5), 0)
    _level, bright = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    closing = cv2.getStructuringElement(cv2.MORPH_RECT, (25, 25))
    bright = cv2.morphologyEx(bright, cv2.MORPH_CLOSE, closing)
    opening = cv2.getStructuringElement(cv2.MORPH_RECT, (9, 9))
    bright = cv2.morphologyEx(bright, cv2.MORPH_OPEN, opening)
    edges = cv2.Canny(grey, 30, 90)
    edges = cv2.dilate(edges, cv2.getStructuringElement(cv2.MORPH_RECT, (5, 5)))
    return [bright, edges]


def _quad(contour: Any) -> Any:
    hull = cv2.convexHull(contour)
    around = cv2.arcLength(hull, closed=True)
    for share in (0.015, 0.02, 0.03, 0.04, 0.06, 0.08):
        rough = cv2.approxPolyDP(hull, share * around, closed=True)
        if len(rough) == 4:
            covered = cv2.contourArea(rough) / max(1.0, cv2.contourArea(hull))
            return rough if covered > 0.9 else None
    return None


def _believable(quad: Any, width: int, height: int) -> bool:
    area = cv2.contourArea(quad)
    if area < 0.18 * width * height or not cv2.isContourConvex(quad):
        return False
    points = _ordered(quad.reshape(4, 2).astype(np.float64))
    sides = [float(np.linalg.norm(a - b)) for a, b in pairwise([*points, points[0]])]
    return min(sides) > 0.2 * max(sides)


def _fills(quad: Any, width: int, height: int) -> bool:
    """Tell whether the corners are, near enough, those of the whole picture."""
    points = _ordered(quad.reshape(4, 2).astype(np.float64))
    whole = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float64)
    reach = 0.02 * max(width, height)
    return bool(np.all(np.linalg.norm(points - whole, axis=1) < reach))


def _ordered(points: Any) -> Any:
    """Return the points from the top left on, clockwise."""
    centre = points.mean(axis=0)
    angles = np.arctan2(points[:, 1] - centre[1], points[:, 0] - centre[0])
    clockwise = points[np.argsort(angles)]
    first = int(np.argmin(clockwise.sum(axis=1)))
    return np.roll(clockwise, -first, axis=0)


def _steepest(ink: Picture, angles: Any) -> float:
    return float(max(angles, key=lambda angle: _profile(ink, float(angle))))


def _profile(ink: Picture, angle: float) -> float:
    """Return how strongly rows of ink and of paper alternate when turned by `angle`."""
    height, width = ink.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    rows = cv2.warpAffine(ink, matrix, (width, height), flags=cv2.INTER_LINEAR).sum(axis=1)
    steps = np.diff(rows.astype(np.float64))
    return float((steps * steps).sum())
