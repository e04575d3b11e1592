"""Stacks of papers as a feeder scanner sees them: separators, labels, backs, noise."""

from __future__ import annotations

import io
from typing import Any

import cv2
import numpy as np
import segno
from PIL import Image

from motcua.dossiers.label_rules import Label, LabelKind, label_text
from tests.builders.scans import jpeg, page_draw, scanner_pdf

DPI = 200


def code_array(text: str, side: int) -> Any:
    """Return a QR code as a grey square with its quiet zone."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="png", scale=6, border=4)
    picture = Image.open(out).convert("L").resize((side, side), Image.Resampling.LANCZOS)
    return np.asarray(picture)


def blank_sheet(dpi: int = DPI) -> Any:
    """Return an empty A4 page."""
    return np.full((round(11.69 * dpi), round(8.27 * dpi), 3), 255, np.uint8)


def stamped(page: Any, text: str, *, mm: float, at: tuple[float, float], turn: float = 0) -> Any:
    """Return a page with a code of `mm` millimetres at a place (shares), stuck on askew."""
    dpi = page.shape[1] / 8.27
    side = round(mm / 25.4 * dpi)
    room = cv2.copyMakeBorder(
        code_array(text, side), side // 4, side // 4, side // 4, side // 4,
        cv2.BORDER_CONSTANT, value=255,
    )  # fmt: skip
    size = room.shape[0]
    matrix = cv2.getRotationMatrix2D((size / 2, size / 2), turn, 1)
    label = cv2.warpAffine(room, matrix, (size, size), borderValue=255)
    made = page.copy()
    top = round(at[1] * (page.shape[0] - size))
    left = round(at[0] * (page.shape[1] - size))
    made[top : top + size, left : left + size] = label[:, :, None]
    return made


def separator(code: str, order: int, *, dpi: int = DPI) -> Any:
    """Return a separator sheet as it is printed: one large code, few words."""
    page = blank_sheet(dpi)
    return stamped(page, label_text(Label(LabelKind.SEPARATOR, code, order)), mm=90, at=(0.5, 0.2))


def labelled(page: Any, code: str, order: int, *, turn: float = 0) -> Any:
    """Return a paper with a label stuck on."""
    text = label_text(Label(LabelKind.STICKER, code, order))
    return stamped(page, text, mm=29, at=(0.93, 0.03), turn=turn)


def scanned(
    page: Any, *, turn: float = 0, quarter: int = 0, faint: float = 1, noise: float = 0,
    specks: float = 0, blur: float = 0, streak: bool = False, seed: int = 1,
) -> Any:  # fmt: skip
    """Return a page as a tired scanner sees it.

    `turn`: degrees askew; `quarter`: fed in sideways or upside down; `faint`: contrast left (0–1);
    `noise`: of the sensor; `specks`: share of the page that is dirt; `streak`: a line down the page.
    """
    made = np.rot90(page, quarter).astype(np.float32)
    height, width = made.shape[:2]
    if turn:
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), turn, 0.93)
        made = cv2.warpAffine(made, matrix, (width, height), borderValue=(255, 255, 255))
    made = 245 - (255 - made) * faint * 0.95
    random = np.random.default_rng(seed)
    if specks:
        made[random.random(made.shape[:2]) < specks] = 60
    if streak:
        made[:, width // 3 : width // 3 + 2] = 120
    if blur:
        made = cv2.GaussianBlur(made, (0, 0), blur)
    if noise:
        made += random.normal(0, noise, made.shape[:2])[:, :, None]
    return np.clip(made, 0, 255).astype(np.uint8)


def back_shining(seed: int = 3) -> Any:
    """Return an empty back through which the front shines a little."""
    front = page_draw(dpi=DPI)[:, ::-1]
    return scanned(front, faint=0.03, noise=2, seed=seed)


def stack_pdf(*pages: Any) -> bytes:
    """Return a scanner's PDF of pages."""
    return scanner_pdf([jpeg(one) for one in pages], dpi=DPI)


def stack_tiff(*pages: Any, dpi: int = DPI, one_bit: bool = False) -> bytes:
    """Return a scanner's TIFF of pages."""
    images = [Image.fromarray(one).convert("1" if one_bit else "L") for one in pages]
    out = io.BytesIO()
    compression = "group4" if one_bit else "tiff_lzw"
    images[0].save(
        out, "TIFF", save_all=True, append_images=images[1:], dpi=(dpi, dpi), compression=compression
    )  # fmt: skip
    return out.getvalue()
