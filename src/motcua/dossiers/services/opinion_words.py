"""Words that the operations on opinions share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from motcua.kernel import clock
from motcua.kernel.text import nfc
from motcua.organisations.queries import units_by_ids


def paragraphs(text: str) -> str:
    """Return a text in NFC that keeps its paragraphs; no more than one empty line between them."""
    lines: list[str] = []
    for line in text.splitlines():
        cleaned = nfc(line).strip()
        if cleaned or (lines and lines[-1]):
            lines.append(cleaned)
    return "\n".join(lines).strip()


def date_words(instant: datetime) -> str:
    """Return an instant in the legal zone as refusals say it."""
    return clock.local(instant).strftime("%H:%M %d/%m/%Y")


def units_named(unit_ids: Iterable[int]) -> str:
    """Return the names of units, for a sentence."""
    return ", ".join(sorted(unit.full_name for unit in units_by_ids(unit_ids).values()))
