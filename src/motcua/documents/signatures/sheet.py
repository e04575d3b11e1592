"""What people see of a signature: the sheet behind the document, and the two marks on it.

The sheet is added before the first signature, so that the document itself stays as it was drawn
up and nothing is printed over it. A file that came with somebody's signature gets no sheet:
rewriting it would break what was signed; further signatures then have no mark on a page.
"""

from __future__ import annotations

import io
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

import pikepdf

from motcua.documents.forms import Issuer
from motcua.documents.pdf import pdf_render
from motcua.documents.qr import qr_svg
from motcua.documents.signatures.types import Role
from motcua.kernel import clock

# Where the marks stand on the A4 sheet, in points from its top left corner.
TOP: Final = 330.0
LEFT: Final = {Role.SEAL: 79.4, Role.PERSONAL: 316.0}
WIDTH: Final = 215.0
HEIGHT: Final = 92.0
A4_HEIGHT: Final = 841.89


@dataclass(frozen=True)
class Sheet:
    """What the sheet says; `check_url` is what its QR code says, `code` what one types."""

    issuer: Issuer
    title: str
    procedure: str
    dossier_code: str
    code: str
    check_url: str
    check_page: str


@dataclass(frozen=True)
class Mark:
    """What a signature looks like; `number` is the document's, which the clerk gives."""

    role: Role
    signer: str
    unit: str
    at: datetime
    number: str = ""
    sample: bool = False
    capacity: tuple[str, ...] = ()


def code_shown(code: str) -> str:
    """Return a check code as people read it, in groups of four."""
    return "-".join(code[place : place + 4] for place in range(0, len(code), 4))


def sheet_add(base: bytes, sheet: Sheet, *, at: datetime) -> bytes:
    """Return the document with the sheet as its last page."""
    with pikepdf.open(io.BytesIO(base)) as document:
        pages = len(document.pages)
        local = clock.local(at)
        data: dict[str, Any] = {
            "issuer": asdict(sheet.issuer),
            "title": sheet.title,
            "procedure": sheet.procedure,
            "dossier_code": sheet.dossier_code,
            "pages": pages,
            "code": code_shown(sheet.code),
            "check_page": sheet.check_page,
            "qr": qr_svg(sheet.check_url, border=0),
            "at": {
                "day": f"{local:%d}",
                "month": f"{local:%m}" if local.month < 3 else str(local.month),
                "year": f"{local:%Y}",
            },
            "box": {
                "y": TOP,
                "width": WIDTH,
                "height": HEIGHT,
                **{role.value: left for role, left in LEFT.items()},
            },
        }
        printed = pdf_render("signature_sheet@1", data, at=at)
        with pikepdf.open(io.BytesIO(printed)) as extra:
            document.pages.extend(extra.pages)
            out = io.BytesIO()
            document.save(out)
    return out.getvalue()


def mark_pdf(mark: Mark) -> bytes:
    """Return the mark of a signature as a small PDF page of exactly its size."""
    data = {
        "width": WIDTH,
        "height": HEIGHT,
        "seal": mark.role is Role.SEAL,
        "capacity": list(mark.capacity),
        "signer": mark.signer,
        "unit": "" if mark.unit == mark.signer else mark.unit,
        "number": mark.number,
        "time": time_shown(mark.at),
        "sample": mark.sample,
    }
    return pdf_render("signature_stamp@1", data, at=mark.at)


def time_shown(at: datetime) -> str:
    """Return day, time and zone as Decree 30/2020, Annex I, wants them (zone by ISO 8601)."""
    return f"{clock.local(at):%d/%m/%Y %H:%M:%S} +07:00"


def box_of(role: Role) -> tuple[int, int, int, int]:
    """Return the rectangle of a mark on the sheet as PDF counts it, from the bottom left."""
    left, top = LEFT[role], A4_HEIGHT - TOP
    return round(left), round(top - HEIGHT), round(left + WIDTH), round(top)


def is_signed(data: bytes) -> bool:
    """Whether a document carries signatures already (of whomever)."""
    return b"/ByteRange" in data


def pages_of(data: bytes) -> int:
    """Return how many pages a document has."""
    with pikepdf.open(io.BytesIO(data)) as document:
        return len(document.pages)
