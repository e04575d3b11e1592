"""Vietnamese texts of the law inside a page of another language."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.translation import get_language


def vietnamese(text: str) -> str:
    """Return a text that exists in Vietnamese alone, marked so that readers pronounce it right."""
    if not text or (get_language() or "vi").startswith("vi"):
        return text
    return format_html('<span lang="vi">{}</span>', text)
