"""Printing: data and a template in, PDF/A out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from motcua.documents.forms import Form


def form_pdf(form: Form) -> bytes:
    """Return the form as PDF/A-2b; the same data give the same bytes."""
    raise NotImplementedError


def pdf_render(template: str, data: Mapping[str, Any], *, at: datetime | None = None) -> bytes:
    """Return the template, filled with JSON-able data, as PDF/A-2b.

    `template` is a name with version such as `form01@1`; ValueError when there is none.
    `at` is the creation time that the file tells (none: none).
    """
    raise NotImplementedError
