"""Every indicator by its id, in the order of the Decision."""

from __future__ import annotations

from motcua.indicators.index.defined import (
    i1_1,
    i1_2,
    i1_3,
    i1_4,
    i2_1,
    i2_2,
    i3_1,
    i3_2,
    i3_3,
    i3_5a,
    i3_5b,
    i3_6,
    i4_1,
    i4_2,
    i4_3,
    i4_4,
    i4_5a,
    i4_5b,
    i4_x,
    i5_1,
    i5_2,
    i5_3,
    i5_4,
)
from motcua.indicators.index.definition import Indicator

_MODULES = (
    *(i1_1, i1_2, i1_3, i1_4, i2_1, i2_2, i3_1, i3_2, i3_3, i3_5a, i3_5b, i3_6),
    *(i4_1, i4_2, i4_x, i4_3, i4_4, i4_5a, i4_5b, i5_1, i5_2, i5_3, i5_4),
)
INDICATORS: dict[str, Indicator] = {one.INDICATOR.id: one.INDICATOR for one in _MODULES}
"""Indicators by id; the order is that of the tables."""
