"""Reads of templates and texts. Whoever reads a text has read its dossier first."""

from __future__ import annotations

from motcua.drafting.queries.templates import (
    template_before,
    template_get,
    template_versions,
    templates_for,
    templates_holding,
    templates_list,
    units_written,
)
from motcua.drafting.queries.texts import (
    disagreements,
    dossiers_with_text,
    text_desk,
    text_exists,
    text_get,
)
from motcua.drafting.queries.values import placeholders_for, samples_of

__all__ = [
    "disagreements",
    "dossiers_with_text",
    "placeholders_for",
    "samples_of",
    "template_before",
    "template_get",
    "template_versions",
    "templates_for",
    "templates_holding",
    "templates_list",
    "text_desk",
    "text_exists",
    "text_get",
    "units_written",
]
