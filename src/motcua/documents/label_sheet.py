"""Separator sheets and labels for scanning a stack of papers at once; no person is named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from motcua.documents.pdf import pdf_render
from motcua.documents.qr import qr_svg


@dataclass(frozen=True)
class LabelLine:
    """One separator sheet or label: what is in its code, and what a person reads beside it."""

    text: str
    code: str
    number: int  # of the component in the dossier; 0: the whole dossier
    name: str  # of the component
    procedure: str


Lines = tuple[LabelLine, ...]


def separators_pdf(lines: Lines, *, unit: str, at: datetime, missing: Lines = ()) -> bytes:
    """Return one A4 page a line, to be laid before the papers of that component.

    A last page names what is `missing`: components that no label can name.
    """
    return _made("separators@1", lines, unit, at, missing)


def labels_pdf(
    lines: Lines, *, unit: str, at: datetime, missing: Lines = (), skip: int = 0
) -> bytes:
    """Return labels for sheets of 3 × 8 (70 × 37 mm), the first `skip` places left empty.

    A last page names what is `missing`: components that no label can name.
    """
    return _made("labels@1", lines, unit, at, missing, skip=skip % 24)


def _made(
    template: str, lines: Lines, unit: str, at: datetime, missing: Lines, skip: int = 0
) -> bytes:
    """Print a line after the other; what was printed from the same data is the same file."""
    data = {
        "missing": [f"{one.code}, {one.number}. {one.name}" for one in missing],
        "unit": unit,
        "skip": skip,
        "lines": [
            {"code": one.code, "number": one.number, "name": one.name, "procedure": one.procedure}
            for one in lines
        ],
        "qrs": [qr_svg(one.text, border=0) for one in lines],
    }
    return pdf_render(template, data, at=at)
