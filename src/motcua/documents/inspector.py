"""The deep look into a file, made only inside the checking process (see `sandbox`).

Parsers of PDF and images are where hostile files aim. They run here, in a child without secrets,
that may use little memory and time and write no file.
"""

from __future__ import annotations

import io
import re
from typing import Any

from motcua.documents.rules import EICAR, MAX_PAGES, MAX_PIXELS, MAX_UNPACKED, FileProblem
from motcua.documents.types import MediaType

MAX_OBJECTS = 300_000
DEPTH = 60
# Names that make a PDF act, carry files or run other parsers (ISO 32000-1, 12.6, 7.11, 13).
ACTIONS = {
    "/JavaScript": "JavaScript",
    "/Launch": "Launch",
    "/SubmitForm": "SubmitForm",
    "/ImportData": "ImportData",
    "/GoToE": "GoToE",
    "/GoToR": "GoToR",
    "/Rendition": "Rendition",
    "/Movie": "Movie",
    "/Sound": "Sound",
    "/GoTo3DView": "3D",
    "/RichMediaExecute": "RichMedia",
}
KEYS = {
    "/JS": "JavaScript",
    "/JavaScript": "JavaScript",
    "/EmbeddedFiles": "EmbeddedFiles",
    "/EF": "EmbeddedFiles",
    "/RichMediaContent": "RichMedia",
    "/XFA": "XFA",
}
SUBTYPES = {
    "/RichMedia": "RichMedia",
    "/FileAttachment": "EmbeddedFiles",
    "/Movie": "Movie",
    "/Sound": "Sound",
    "/Screen": "Screen",
    "/3D": "3D",
}
_SUSPECT = re.compile(
    rb"/(?:JavaScript|JS|Launch|SubmitForm|ImportData|GoTo[ER3]|Rendition|Movie|Sound|RichMedia"
    rb"|EmbeddedFile|EF|XFA|FileAttachment|Screen|3D)"
)
_TEXT_FILTERS = {
    *("/FlateDecode", "/LZWDecode", "/ASCII85Decode", "/ASCIIHexDecode", "/RunLengthDecode"),
    *("/Fl", "/LZW", "/A85", "/AHx", "/RL"),
}


def inspect(data: bytes, media_type: MediaType) -> dict[str, Any]:
    """Return `pages` and `facts`; raises FileProblem, or dies where the process has its limits."""
    if media_type is MediaType.PDF:
        return _pdf(data)
    return _image(data, media_type)


def _pdf(data: bytes) -> dict[str, Any]:
    import pikepdf

    pikepdf.settings.set_qpdf_limits(flate_max_memory=2 * MAX_UNPACKED)
    try:
        with pikepdf.open(io.BytesIO(data), attempt_recovery=False) as pdf:
            if pdf.is_encrypted:
                raise FileProblem("encrypted")
            pages = len(pdf.pages)
            if pages > MAX_PAGES:
                raise FileProblem("pages", pages=pages, limit=MAX_PAGES)
            if pages == 0:
                raise FileProblem("damaged")
            objects = len(pdf.objects)
            if objects > MAX_OBJECTS:
                raise FileProblem("complex")
            unpacked = 0
            _active(pdf.trailer, DEPTH)
            for item in pdf.objects:
                if not isinstance(item, pikepdf.Object):
                    continue  # a bare number or truth value
                unpacked += _pdf_object(item, MAX_UNPACKED - unpacked)
            return {"pages": pages, "facts": {"version": pdf.pdf_version, "objects": objects}}
    except pikepdf.PasswordError as error:
        raise FileProblem("encrypted") from error
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError, KeyError) as error:
        raise FileProblem("damaged") from error


def _pdf_object(item: Any, budget: int) -> int:
    """Check one object; return how many bytes its stream unpacked to."""
    import pikepdf

    if isinstance(item, pikepdf.Stream):
        _active(item, DEPTH)
        return _stream(item, budget)
    # Most objects are plain; only where a name looks suspicious the object is walked.
    if _SUSPECT.search(item.unparse(resolved=True)):
        _active(item, DEPTH)
    return 0


def _active(item: Any, depth: int) -> None:
    """Raise FileProblem `active` where an object acts; follows direct children only."""
    import pikepdf

    if depth == 0:
        raise FileProblem("complex")
    children: list[Any]
    if isinstance(item, pikepdf.Array):
        children = list(item.as_list())
    elif isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        _acts(item)
        children = [value for _key, value in item.items()]
    else:
        return
    for child in children:
        if isinstance(child, pikepdf.Object) and not child.is_indirect:
            _active(child, depth - 1)


def _acts(item: Any) -> None:
    for key in item.keys():  # noqa: SIM118 - a PDF dictionary iterates over names only this way
        if key in KEYS:
            raise FileProblem("active", found=KEYS[key])
    for key, table in (("/S", ACTIONS), ("/Subtype", SUBTYPES), ("/Type", SUBTYPES)):
        value = item.get(key)
        found = table.get(str(value)) if value is not None else None
        if found:
            raise FileProblem("active", found=found)
    if str(item.get("/Type", "")) == "/EmbeddedFile":
        raise FileProblem("active", found="EmbeddedFiles")


def _stream(item: Any, budget: int) -> int:
    import pikepdf

    if item.get("/Subtype") == pikepdf.Name.Image:
        pixels = int(item.get("/Width", 0)) * int(item.get("/Height", 0))
        if pixels > MAX_PIXELS or pixels < 0:
            raise FileProblem("pixels", megapixels=pixels // 1_000_000, limit=MAX_PIXELS // 10**6)
        return 0
    filters = item.get("/Filter")
    names = [filters] if isinstance(filters, pikepdf.Name) else list(filters or [])
    if any(str(name) not in _TEXT_FILTERS for name in names):
        return 0
    try:
        content = item.read_bytes()
    except pikepdf.PdfError as error:
        too_much = "memory" in str(error) or "limit" in str(error)
        raise FileProblem("bomb" if too_much else "damaged") from error
    if len(content) > budget:
        raise FileProblem("bomb")
    if EICAR in content:
        raise FileProblem("malware", signature="EICAR-Test-File")
    return len(content)


def _image(data: bytes, media_type: MediaType) -> dict[str, Any]:
    from PIL import Image, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = None  # the limit below is ours, with our own message
    name = "JPEG" if media_type is MediaType.JPEG else "PNG"
    try:
        with Image.open(io.BytesIO(data), formats=(name,)) as image:
            width, height = image.size
            if width * height > MAX_PIXELS:
                raise FileProblem(
                    "pixels",
                    megapixels=width * height // 1_000_000,
                    limit=MAX_PIXELS // 1_000_000,
                )
            if media_type is MediaType.PNG:
                image.verify()
        with Image.open(io.BytesIO(data), formats=(name,)) as image:
            # A JPEG decodes at an eighth of its size: every byte is read, little memory is used.
            image.draft("L", (max(1, width // 8), max(1, height // 8)))
            image.load()
    except UnidentifiedImageError as error:
        raise FileProblem("damaged") from error
    except MemoryError as error:
        raise FileProblem("bomb") from error
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError) as error:
        raise FileProblem("damaged") from error
    return {"pages": 1, "facts": {"width": width, "height": height}}
