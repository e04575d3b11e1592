"""The cumulative curve, and expected values with their interval."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from motcua.ui import charts, curves, formats
from motcua.ui.templatetags.library import register
from motcua.ui.types import Expected, Point


@register.inclusion_tag("ui/components/curve.html")
def curve(
    points: Sequence[Point], caption: str, level: float = 80, mark: int = 0, unit: str = ""
) -> dict[str, Any]:
    """Return shares in per cent that add up to the whole, with their table.

    `mark` is the place (from 1) at which the curve reaches `level`.
    """
    summary = ""
    if points and mark:
        summary = _("%(caption)s: %(share)s after %(place)s of %(all)s") % {
            "caption": caption,
            "share": formats.percent((points[mark - 1].value or 0) / 100),
            "place": formats.number(mark),
            "all": formats.number(len(points)),
        }
    return {
        "curve": curves.curve_build(points, level, mark),
        "rows": [(point.label, formats.percent((point.value or 0) / 100)) for point in points],
        "caption": caption,
        "unit": unit,
        "level": level,
        "summary": summary,
        "label_y": charts.HEIGHT - 6,
        "height": charts.HEIGHT,
    }


@register.inclusion_tag("ui/components/expected.html")
def expected(
    items: Sequence[Expected], caption: str, unit: str = "", most: float = 0
) -> dict[str, Any]:
    """Return columns from zero, each with the line of its interval, and their table."""
    summary = ""
    if items:
        summary = _("%(caption)s: %(low)s to %(high)s in %(when)s") % {
            "caption": caption,
            "low": formats.number(items[0].low),
            "high": formats.number(items[0].high),
            "when": items[0].label,
        }
    return {
        "drawn": curves.columns_build(items, most),
        "items": items,
        "rows": [(one.label, formats.number(one.value, 1), one.low, one.high) for one in items],
        "caption": caption,
        "unit": unit,
        "summary": summary,
        "label_y": charts.HEIGHT - 6,
        "height": charts.HEIGHT,
    }
