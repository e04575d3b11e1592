"""Fields that are needed in some cases only: they are not called optional."""

from __future__ import annotations

from typing import TypeVar

from django import forms

AnyField = TypeVar("AnyField", bound=forms.Field)


def sometimes(field: AnyField) -> AnyField:
    """Mark a field that the domain asks for in some cases; label or hint says in which."""
    field.widget.attrs["data-sometimes"] = ""
    return field
