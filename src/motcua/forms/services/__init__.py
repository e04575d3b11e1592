"""Writes of forms: import, drafts, publication."""

from __future__ import annotations

from motcua.forms.services.drafts import form_publish, form_save, form_start, form_withdraw
from motcua.forms.services.imports import forms_import

__all__ = ("form_publish", "form_save", "form_start", "form_withdraw", "forms_import")
