"""Pages of a PDF that came from a scanner: the picture of each. Runs inside `sandbox`."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any, Final

import pikepdf
from PIL import Image

from motcua.documents.rules import MAX_PIXELS, MAX_UNPACKED, FileProblem

COVERS: Final = 0.95  # of the page, for a picture to be the page, and of the picture
STRETCH: Final = 0.7  # a picture that is drawn narrower or flatter than this is none of a scanner
SHOWS: Final = frozenset({"Tj", "TJ", "'", '"'})
# What a page of a scanner holds besides its picture; every other operator may paint or cut.
HARMLESS: Final = frozenset({
    "BT", "ET", "BMC", "BDC", "EMC", "MP", "DP", "BX", "EX",
    "Tc", "Tw", "Tz", "TL", "Tf", "Ts", "Td", "TD", "Tm", "T*",
    "w", "J", "j", "M", "d", "ri", "i",
    "g", "G", "rg", "RG", "k", "K", "cs", "CS", "sc", "SC", "scn", "SCN",
})  # fmt: skip
STATE_HARMLESS: Final = frozenset({"/Type", "/OP", "/op", "/OPM", "/SA", "/SM"})
LINKS: Final = frozenset({"/Link", "/Popup"})
Box = tuple[float, float, float, float]  # left, low, right, top, in points
Image.MAX_IMAGE_PIXELS = MAX_PIXELS


def run(data: bytes, given: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Return how many pages there are and the picture of page `given["page"]` (from 0).

    `kind` is `picture`, or `drawn` for a page that is no single picture and stays as it is.
    """
    pikepdf.settings.set_qpdf_limits(flate_max_memory=2 * MAX_UNPACKED)
    try:
        with pikepdf.open(io.BytesIO(data), attempt_recovery=False) as pdf:
            number = int(given["page"])
            found = picture_of_page(pdf.pages[number])
            pages = len(pdf.pages)
    except pikepdf.PasswordError as error:
        raise FileProblem("encrypted") from error
    if found is None:
        return {"pages": pages, "kind": "drawn", "dpi": 0}, b""
    picture, dpi = found
    return {"pages": pages, "kind": "picture", "dpi": dpi}, picture


def picture_of_page(page: Any) -> tuple[bytes, int] | None:
    """Return the one picture that is the page, upright, and its dots per inch."""
    try:
        drawn = None if _is_annotated(page) else _only_drawn(page)
        if drawn is None:
            return None
        found, (left, low, right, top) = drawn
        image = pikepdf.PdfImage(found)
        if not _is_page(page, (left, low, right, top)) or image.width * image.height > MAX_PIXELS:
            return None
        wide, high = (right - left) / 72, (top - low) / 72
        shape = (image.width / image.height) / (wide / high)
        if not STRETCH < shape < 1 / STRETCH:
            return None
        turn = int(page.obj.get("/Rotate", 0)) % 360
        return _encoded(image, turn), round(image.width / wide)
    except (
        pikepdf.PdfError, NotImplementedError, ValueError, OSError, TypeError, KeyError,
        IndexError, ArithmeticError,
    ):  # fmt: skip
        return None  # a compression that is not read here: the page stays as it is


def _encoded(image: pikepdf.PdfImage, turn: int) -> bytes:
    out = io.BytesIO()
    if turn == 0 and list(image.filters) == ["/DCTDecode"] and image.mode in {"RGB", "L"}:
        image.extract_to(stream=out)
        return out.getvalue()
    picture = image.as_pil_image()
    if picture.mode not in {"1", "L", "RGB"}:
        picture = picture.convert("RGB")
    if turn:
        picture = picture.rotate(-turn, expand=True)
    picture.save(out, "PNG", compress_level=1)
    return out.getvalue()


def _is_annotated(page: Any) -> bool:
    """Tell whether anything lies on the page: a stamp, a visible signature, a filled field."""
    return any(
        "/AP" in one or str(one.get("/Subtype")) not in LINKS for one in page.obj.get("/Annots", [])
    )


def _is_page(page: Any, place: Box) -> bool:
    """Tell whether a picture at this place is the visible page, and the page the picture."""
    box = [float(Decimal(str(one))) for one in page.cropbox]
    wide = min(place[2], max(box[0], box[2])) - max(place[0], min(box[0], box[2]))
    high = min(place[3], max(box[1], box[3])) - max(place[1], min(box[1], box[3]))
    if wide <= 0 or high <= 0:
        return False
    areas = [abs((one[2] - one[0]) * (one[3] - one[1])) for one in (box, place)]
    return wide * high >= COVERS * max(areas)


def _only_drawn(page: Any) -> tuple[Any, Box] | None:
    """Return the image and where it is drawn, if the page shows it once and nothing else.

    An invisible layer of text counts for nothing.
    """
    resources = page.resources
    hidden, matrix = False, pikepdf.Matrix()
    kept: list[tuple[bool, pikepdf.Matrix]] = []
    found: tuple[Any, Box] | None = None
    for one in pikepdf.parse_content_stream(page):
        operands, name = one.operands, str(one.operator)
        if name == "q":
            kept.append((hidden, matrix))
        elif name == "Q":
            hidden, matrix = kept.pop()
        elif name == "cm":
            matrix = pikepdf.Matrix(*(float(Decimal(str(n))) for n in operands)) @ matrix
        elif name == "Tr":
            hidden = int(str(operands[0])) == 3
        elif name == "Do":
            image = resources["/XObject"][str(operands[0])]
            if found is not None or not _is_plain(image) or not _is_upright(matrix):
                return None
            found = image, (matrix.e, matrix.f, matrix.e + matrix.a, matrix.f + matrix.d)
        elif not (_is_harmless(resources, one) or (name in SHOWS and hidden)):
            return None
    return found


def _is_harmless(resources: Any, one: Any) -> bool:
    """Tell whether an instruction neither paints nor changes what the picture looks like."""
    name = str(one.operator)
    if name == "gs":
        state = resources["/ExtGState"][str(one.operands[0])]
        return set(state.keys()) <= STATE_HARMLESS
    if name == "BDC" and str(one.operands[0]) == "/OC":
        return False  # a layer that may be switched off
    return name in HARMLESS


def _is_upright(matrix: pikepdf.Matrix) -> bool:
    """Tell whether a picture is drawn as it lies in the file, not turned or mirrored."""
    return min(matrix.a, matrix.d) > 0 and max(abs(matrix.b), abs(matrix.c)) <= 0.5


def _is_plain(image: Any) -> bool:
    """Tell whether an XObject is an image that shows its pixels as they are: no form, no mask."""
    masked = any(one in image for one in ("/Mask", "/SMask", "/OC"))
    is_image = image.get("/Subtype") == pikepdf.Name.Image
    return is_image and not masked and not bool(image.get("/ImageMask", False))
