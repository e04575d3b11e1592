"""Shares and counts as the pages of comparison say them."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_UP, Decimal
from fractions import Fraction

from motcua.indicators.index.points import rounded
from motcua.ui import formats


def share_text(ratio: Fraction | None) -> str:
    """Return a share with two decimals; only what is all reads as 100 %, only nothing as 0 %."""
    if ratio is None:
        return "–"
    shown = rounded(ratio, 4)
    if shown >= 1 and ratio < 1:
        shown = _cut(ratio, ROUND_DOWN)
    elif shown <= 0 and ratio > 0:
        shown = _cut(ratio, ROUND_UP)
    return formats.percent(shown, 2)


def _cut(ratio: Fraction, way: str) -> Decimal:
    exact = Decimal(ratio.numerator) / Decimal(ratio.denominator)
    return exact.quantize(Decimal("0.0001"), rounding=way)
