"""One rule for every text that somebody types, and the formats that texts may have."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from motcua.forms.types import Format

NAME_LENGTH, TEXT_LENGTH, LONG_LENGTH = 150, 250, 4000
# Marks that turn the direction of reading, and joiners that nobody sees: a name that reads
# differently from how it is stored is a trap, and none of our languages needs them.
_UNSEEN = {0x00AD, 0x061C, 0x180E, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0xFEFF}
_UNSEEN |= {*range(0x202A, 0x202F), *range(0x2060, 0x2070), *range(0xFE00, 0xFE10)}
_SPACES = re.compile(r"[^\S\n]+")
_EMPTY_LINES = re.compile(r"\n{3,}")
_NAME_SIGNS = frozenset(" .,'’-–()/")
_FORMATS = {
    Format.ID_NUMBER: re.compile(r"[0-9]{12}|[0-9]{9}"),
    Format.PASSPORT: re.compile(r"[A-Z0-9]{5,15}"),
    Format.TAX_CODE: re.compile(r"[0-9]{10}(-[0-9]{3})?|[0-9]{12}"),
    Format.PHONE: re.compile(r"(0|\+[0-9]{1,3})[0-9]{8,11}"),
    Format.EMAIL: re.compile(r"[^@\s<>\"']+@[^@\s<>\"']+\.[^@\s<>\"'.]{2,}"),
}
_BARE = {
    Format.ID_NUMBER: " .-",
    Format.PASSPORT: " .-",
    Format.TAX_CODE: " .",
    Format.PHONE: " .-()",
}
_PARTIAL = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def text_clean(text: str, *, lines: bool = False) -> str:
    """Return `text` in NFC, single-spaced, without controls, direction marks and hidden joiners.

    With `lines` line ends stay. The rule for all texts: what is stored is what is seen.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = "".join(
        character
        for character in text
        if character in "\n\t"
        or (ord(character) not in _UNSEEN and unicodedata.category(character) not in {"Cc", "Cs"})
    )
    if not lines:
        return _SPACES.sub(" ", kept.replace("\n", " ")).strip()
    rows = [_SPACES.sub(" ", row).strip() for row in kept.split("\n")]
    return _EMPTY_LINES.sub("\n\n", "\n".join(rows)).strip()


def format_clean(text: str, kind: Format) -> str:
    """Return a cleaned text as its format is stored: numbers without gaps, e-mail in lower case."""
    for sign in _BARE.get(kind, ""):
        text = text.replace(sign, "")
    if kind is Format.PASSPORT:
        return text.upper()
    if kind is Format.EMAIL:
        return text.lower()
    return text


def format_holds(text: str, kind: Format) -> bool:
    """Whether a stored text has its format; names hold letters, digits and a few signs only."""
    if kind is Format.NAME:
        has_letter = any(unicodedata.category(character)[0] == "L" for character in text)
        return has_letter and all(
            character in _NAME_SIGNS
            or unicodedata.category(character)[0] in "LM"
            or character.isdigit()
            for character in text
        )
    pattern = _FORMATS.get(kind)
    return pattern is None or pattern.fullmatch(text) is not None


def pattern_of(kind: Format) -> str:
    """Return the pattern of a format for a JSON Schema, empty when it has none."""
    pattern = _FORMATS.get(kind)
    return f"^(?:{pattern.pattern})$" if pattern else ""


def storable(text: str) -> bool:
    """Whether a text is as `text_clean` leaves it."""
    return text_clean(text, lines=True) == text


def date_exists(text: str) -> bool:
    """Whether a text is an ISO day that the calendar has."""
    try:
        return len(text) == 10 and date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def partial_date_exists(text: str) -> bool:
    """Whether a text is a year, a month or a day that the calendar has."""
    match = _PARTIAL.fullmatch(text)
    if match is None or not match.group(1).strip("0"):
        return False
    if match.group(3):
        return date_exists(text)
    return match.group(2) is None or 1 <= int(match.group(2)) <= 12


def partial_text(text: str) -> str:
    """Return a date or part of one as it is written: 9/2/1960, 2/1960, 1960."""
    return "/".join(str(int(part)) for part in reversed(text.split("-")))
