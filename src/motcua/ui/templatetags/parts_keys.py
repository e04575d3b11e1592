"""Key figures: the few numbers by which somebody decides what to do now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from motcua.ui import formats
from motcua.ui.labels import DUE
from motcua.ui.templatetags.library import register
from motcua.ui.types import KeyFigure, Tone


@register.inclusion_tag("ui/components/key_figures.html")
def key_figures(items: Sequence[KeyFigure], label: str) -> dict[str, Any]:
    """Return numbers side by side, each leading to what it counts; a tone has its icon too."""
    rows = [
        {
            "item": item,
            "value": formats.number(item.value) if isinstance(item.value, int) else item.value,
            "tone": Tone(item.tone).value,
            "icon": "" if item.tone is Tone.NEUTRAL else DUE[Tone(item.tone)].icon,
        }
        for item in items
    ]
    return {"rows": rows, "label": label}
