"""Reads of forms, and everything a page does with answers."""

from __future__ import annotations

from motcua.forms.queries.answers import (
    answers_act,
    answers_check,
    answers_compute,
    answers_files,
    answers_flags,
    answers_follow,
    answers_migrate,
    answers_parse,
    answers_prefill,
    answers_visible,
    marks_read,
    page_draw,
    page_next,
    page_of,
    pages_asked,
    submission_parts,
    summary,
)
from motcua.forms.queries.versions import (
    FormRow,
    form_document,
    form_for,
    form_get,
    form_rows,
    form_walked,
    forms_by_ids,
)

__all__ = (
    "FormRow",
    "answers_act",
    "answers_check",
    "answers_compute",
    "answers_files",
    "answers_flags",
    "answers_follow",
    "answers_migrate",
    "answers_parse",
    "answers_prefill",
    "answers_visible",
    "form_document",
    "form_for",
    "form_get",
    "form_rows",
    "form_walked",
    "forms_by_ids",
    "marks_read",
    "page_draw",
    "page_next",
    "page_of",
    "pages_asked",
    "submission_parts",
    "summary",
)
