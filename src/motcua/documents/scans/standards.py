"""What a digitised paper must be, as dated data.

Source: domain brief 8.1, after Decree 45/2020/NĐ-CP and Decree 107/2021/NĐ-CP on digitisation in
administrative procedures and Circular 01/2023/TT-VPCP. The numbers of dots per inch are marked
[M] there: taken from memory, to be confirmed against the text; a correction is a new row.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final


@dataclass(frozen=True)
class Standard:
    """What is asked of a digitised paper from `valid_from` on.

    Dots per inch; `sharp_good` and `sharp_poor` are of the measure of `measure.sharpness` (0–100).
    The picture as it was taken is always kept beside the PDF.
    """

    valid_from: date
    source: str
    dpi_text: int = 200
    dpi_colour: int = 300
    dpi_least: int = 120  # below it small print is lost: the check fails
    sharp_good: int = 60
    sharp_poor: int = 38
    confidence_good: int = 60  # mean confidence of text recognition, in per cent
    jpeg_quality: int = 82


STANDARDS: Final = (
    Standard(
        date(2020, 5, 22),
        "Nghị định 45/2020/NĐ-CP; Nghị định 107/2021/NĐ-CP; Thông tư 01/2023/TT-VPCP [M]",
    ),
)


def standard_on(day: date) -> Standard:
    """Return the standard in force on a day; the first one for days before it."""
    begun = [one for one in STANDARDS if one.valid_from <= day]
    return begun[-1] if begun else STANDARDS[0]
