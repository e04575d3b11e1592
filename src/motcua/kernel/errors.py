"""Refusals: what a person may be told. Anything else raised is a bug and goes to the log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class FieldProblem:
    """One thing wrong at one field; `message` is already in the user's language."""

    field: str
    message: str


class Refused(Exception):
    """The operation is not allowed or not possible, and the person is told why.

    `code` is stable and English (for the API), `message` is translated text in plain words,
    `status` is the HTTP status that a face answers with.
    """

    status = 409

    def __init__(self, code: str, message: str, **details: Any) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.details = details

    def __str__(self) -> str:
        return str(self.message)


class Invalid(Refused):
    """The input is wrong; each problem names its field."""

    status = 422

    def __init__(self, problems: Sequence[FieldProblem], message: str = "") -> None:
        super().__init__("invalid", message or "; ".join(str(p.message) for p in problems))
        self.problems = list(problems)


class NotFound(Refused):
    """There is no such thing, or it lies outside what this person may see (never say which)."""

    status = 404


class Forbidden(Refused):
    """The person is known and may see the thing, but may not do this."""

    status = 403


class Stale(Refused):
    """Somebody else changed the thing since it was read."""

    status = 409
