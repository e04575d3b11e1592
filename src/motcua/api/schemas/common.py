"""Building stones of the models: strict input, days, instants, clean texts."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from motcua.kernel.text import nfc

_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$", re.ASCII)
_ID_MAX = 2**63 - 1


class In(BaseModel):
    """Input: exact types, no unknown field (threat T21 of the reliability brief)."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Out(BaseModel):
    """Output, built by us from views: nothing goes out that is not named here."""

    model_config = ConfigDict(extra="forbid")


def day_read(value: Any) -> Any:
    """Return a day of the form 2026-08-28; anything else is refused in plain words."""
    if isinstance(value, date) or value is None:
        return value
    try:
        if isinstance(value, str) and _DAY.match(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise PydanticCustomError("motcua_day", "not a day")


def instant_read(value: Any) -> Any:
    """Return an instant with its offset from UTC; a naive one could mean anything."""
    if value is None:
        return value
    try:
        if isinstance(value, str) and len(value) <= 40:
            parsed = datetime.fromisoformat(value)
            if parsed.tzinfo is not None and 1900 < parsed.year < 3000:
                return parsed
    except ValueError:
        pass
    raise PydanticCustomError("motcua_instant", "not an instant")


def _clean(value: Any) -> Any:
    return nfc(value) if isinstance(value, str) else value


Day = Annotated[
    date, BeforeValidator(day_read), WithJsonSchema({"type": "string", "format": "date"})
]
Instant = Annotated[
    datetime,
    BeforeValidator(instant_read),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
Id = Annotated[int, Field(ge=1, le=_ID_MAX)]
# Lengths count the cleaned text (NFC, single spaces).
Line = Annotated[str, BeforeValidator(_clean), Field(max_length=200)]
Short = Annotated[str, BeforeValidator(_clean), Field(max_length=80)]
Long = Annotated[str, BeforeValidator(_clean), Field(max_length=1000)]
Code = Annotated[str, Field(min_length=1, max_length=48)]
Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
