"""Questions of a step of a drawn process, as fields of the form that finishes it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from motcua.workflow.types import FieldView

PREFIX = "data_"


def step_fields(asked: Iterable[FieldView]) -> dict[str, forms.Field]:
    """Return the fields by their names in the form; the domain checks what is filled in."""
    return {f"{PREFIX}{one.name}": _field(one) for one in asked}


def _field(one: FieldView) -> forms.Field:
    match one.kind:
        case "boolean":
            return forms.BooleanField(label=one.label, required=False)
        case "choice":
            chosen = [(option.code, option.name) for option in one.options]
            empty = [] if one.required and len(chosen) <= 4 else [("", "–")]
            widget = forms.Select if empty else forms.RadioSelect
            return forms.ChoiceField(
                label=one.label,
                choices=[*empty, *chosen],
                required=one.required,
                widget=widget,
            )
        case "number":
            numbers = forms.TextInput(attrs={"inputmode": "decimal"})
            return forms.CharField(
                label=one.label, required=one.required, max_length=24, widget=numbers
            )
    return forms.CharField(label=one.label, required=one.required, max_length=2000)


def answers_taken(data: dict[str, Any]) -> dict[str, Any]:
    """Take the answers out of the form's data and return them by the names of the questions."""
    names = [name for name in data if name.startswith(PREFIX)]
    answers = {name.removeprefix(PREFIX): data.pop(name) for name in names}
    return {name: value for name, value in answers.items() if value not in {"", None}}
