"""Pages of a stack that a scanner made into one file, some at a time. Runs inside `sandbox`."""

from __future__ import annotations

import io
from typing import Any, Final

import pikepdf
from PIL import Image, ImageSequence

from motcua.documents.rules import MAX_PAGES, MAX_PIXELS, MAX_UNPACKED, FileProblem
from motcua.documents.scans.leaves_inside import picture_of_page

DPI_TOLD: Final = (60, 1300)  # what a file says outside of this is nonsense
JPEG_QUALITY: Final = 92
Image.MAX_IMAGE_PIXELS = MAX_PIXELS


def run(data: bytes, given: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Return pages from `given["first"]` (from 0) on: `most` at most, `bytes` together at most.

    `pages` lists size, dots per inch and whether it is drawn (a PDF of one page) of each; they
    stand one behind the other. `total` is how many the file has. One page is always returned.
    """
    take = _of_tiff if given["kind"] == "tiff" else _of_pdf
    return take(data, int(given["first"]), int(given["most"]), int(given["bytes"]))


def _of_pdf(data: bytes, first: int, most: int, room: int) -> tuple[dict[str, Any], bytes]:
    pikepdf.settings.set_qpdf_limits(flate_max_memory=2 * MAX_UNPACKED)
    told: list[dict[str, Any]] = []
    parts: list[bytes] = []
    try:
        with pikepdf.open(io.BytesIO(data), attempt_recovery=False) as pdf:
            total = len(pdf.pages)
            for number in range(first, min(total, first + most)):
                found = picture_of_page(pdf.pages[number])
                made, dpi = found if found is not None else (_alone(pdf, number), 0)
                if parts and sum(map(len, parts)) + len(made) > room:
                    break
                told.append({"size": len(made), "dpi": dpi, "drawn": found is None})
                parts.append(made)
    except pikepdf.PasswordError as error:
        raise FileProblem("encrypted") from error
    return {"total": total, "pages": told}, b"".join(parts)


def _alone(pdf: Any, number: int) -> bytes:
    """Return one page as a PDF of its own, with nothing of the others."""
    made = pikepdf.new()
    made.pages.append(pdf.pages[number])
    made.remove_unreferenced_resources()
    out = io.BytesIO()
    made.save(out, deterministic_id=True)
    return out.getvalue()


def _of_tiff(data: bytes, first: int, most: int, room: int) -> tuple[dict[str, Any], bytes]:
    told: list[dict[str, Any]] = []
    parts: list[bytes] = []
    with Image.open(io.BytesIO(data), formats=("TIFF",)) as image:
        total = getattr(image, "n_frames", 1)
        if total > MAX_PAGES:
            raise FileProblem("pages", pages=total, limit=MAX_PAGES)
        if not most:  # only how many there are is asked; the first one must be readable
            _frame(image)
        for number, frame in enumerate(ImageSequence.Iterator(image)):
            if number < first:
                continue
            if len(told) == most:
                break
            made, dpi = _frame(frame)
            if parts and sum(map(len, parts)) + len(made) > room:
                break
            told.append({"size": len(made), "dpi": dpi, "drawn": False})
            parts.append(made)
    return {"total": total, "pages": told}, b"".join(parts)


def _frame(frame: Any) -> tuple[bytes, int]:
    """Return a frame as PNG (writing alone) or JPEG, and the dots per inch that it tells."""
    wide, high = frame.size
    if wide * high > MAX_PIXELS:
        raise FileProblem("pixels", megapixels=wide * high // 10**6, limit=MAX_PIXELS // 10**6)
    dpi = round(float(frame.info.get("dpi", (0, 0))[0]))
    out = io.BytesIO()
    if frame.mode == "1":
        frame.convert("1").save(out, "PNG", compress_level=3)
    else:
        plain = frame if frame.mode in {"L", "RGB"} else frame.convert("RGB")
        plain.save(out, "JPEG", quality=JPEG_QUALITY)
    return out.getvalue(), dpi if DPI_TOLD[0] < dpi < DPI_TOLD[1] else 0
