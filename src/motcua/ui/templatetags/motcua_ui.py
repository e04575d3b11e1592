"""Components as template tags, available in every template without loading.

The list with all arguments is in the package's README.md; the living page is /ui/style/.
"""

from __future__ import annotations

from motcua.ui.templatetags import (
    parts_basic,
    parts_blocks,
    parts_compare,
    parts_curves,
    parts_data,
    parts_formats,
    parts_forms,
    parts_keys,
    parts_questions,
)
from motcua.ui.templatetags.library import register

__all__ = [
    "parts_basic",
    "parts_blocks",
    "parts_compare",
    "parts_curves",
    "parts_data",
    "parts_formats",
    "parts_forms",
    "parts_keys",
    "parts_questions",
    "register",
]
