"""Writes: templates with their four eyes, texts of results with their versions."""

from __future__ import annotations

from motcua.drafting.services.templates import (
    content_clean,
    template_approve,
    template_recall,
    template_return,
    template_save,
    template_start,
    template_submit,
    template_withdraw,
)
from motcua.drafting.services.texts import (
    text_begin,
    text_clean,
    text_place,
    text_restore,
    text_save,
)

__all__ = [
    "content_clean",
    "template_approve",
    "template_recall",
    "template_return",
    "template_save",
    "template_start",
    "template_submit",
    "template_withdraw",
    "text_begin",
    "text_clean",
    "text_place",
    "text_restore",
    "text_save",
]
