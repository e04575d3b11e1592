"""Writes of forms: import, drafts, publication."""

from __future__ import annotations

from motcua.forms.services.imports import forms_import

__all__ = ("forms_import",)
