"""Values that an official fills in when a step is finished."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from motcua.kernel.text import nfc
from motcua.workflow.rules.elements import Field

MAX_TEXT = 2000
_NUMBER = re.compile(r"-?\d{1,15}(?:[.,]\d{1,6})?")
_YES, _NO = {True, "true", "on", "1", "yes"}, {False, "false", "", "0", "no"}


def fields_read(
    fields: Iterable[Field], given: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the values as they are kept, and by name what is wrong (missing, wrong, unknown).

    Texts of a form are understood: numbers with a point or a comma, "true" for a tick.
    """
    known = {one.name: one for one in fields}
    wrong = dict.fromkeys((name for name in given if name not in known), "unknown")
    values: dict[str, Any] = {}
    for name, one in known.items():
        value = given.get(name)
        if value is None or (isinstance(value, str) and not value.strip()):
            if one.kind == "boolean" and value is not None:
                values[name] = False
            elif one.required:
                wrong[name] = "missing"
            continue
        try:
            values[name] = _read(one, value)
        except ValueError:
            wrong[name] = "wrong"
    return values, wrong


def _read(one: Field, value: Any) -> Any:
    text = value.strip() if isinstance(value, str) else value
    match one.kind:
        case "number":
            return _number(text)
        case "boolean":
            if isinstance(text, bool | str) and text in _YES | _NO:
                return text in _YES
        case "choice":
            if text in one.values:
                return text
        case "text":
            if isinstance(text, str) and len(text) <= MAX_TEXT:
                return nfc(text)
    raise ValueError(one.name)


def _number(value: Any) -> int | float:
    text = str(value).replace(" ", "")
    if not _NUMBER.fullmatch(text):
        raise ValueError("not a number")
    number = float(text.replace(",", "."))
    return int(number) if number == int(number) else number
