"""Text as it may go to print: one normal form, nothing invisible, no word wider than the page."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

MISSING = "□"
_BREAK_AFTER = 24  # letters; longer runs without a space get an invisible place to break
_LONG = re.compile(rf"\S{{{_BREAK_AFTER + 8},}}")
_ZERO_WIDTH = "\u200b"


def clean(value: Any) -> Any:
    """Return the data with every text in NFC and without control and direction characters."""
    return _texts(value, _clean)


def unbroken(text: str) -> str:
    """Return a text without the places to break that print wants, for what a machine reads."""
    return text.replace(_ZERO_WIDTH, "")


def swap(value: Any, missing: Collection[str]) -> Any:
    """Return the data with each of the characters replaced by a box."""
    table = str.maketrans(dict.fromkeys(missing, MISSING))
    return _texts(value, lambda text: text.translate(table))


def characters(data: Mapping[str, Any], *, skip: Collection[str] = ()) -> set[str]:
    """Return every character beyond ASCII in the data."""
    found: set[str] = set()
    for key, value in data.items():
        if key not in skip:
            for text in _walk(value):
                found.update(char for char in text if ord(char) > 126)
    return found - {_ZERO_WIDTH}


def _texts(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {key: _texts(item, change) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_texts(item, change) for item in value]
    return value


def _walk(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _walk(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _walk(item)


def _clean(text: str) -> str:
    letters = []
    for char in unicodedata.normalize("NFC", text.replace("\r\n", "\n")):
        category = unicodedata.category(char)
        if char in "\n\t":
            letters.append("\n" if char == "\n" else " ")
        elif category in {"Cs", "Co", "Cn"}:
            letters.append(MISSING)
        elif category in {"Zl", "Zp"}:
            letters.append("\n")
        elif category not in {"Cc", "Cf"}:
            letters.append(char)
    return _LONG.sub(_breakable, "".join(letters))


def _breakable(run: re.Match[str]) -> str:
    word = run[0]
    parts = [word[at : at + _BREAK_AFTER] for at in range(0, len(word), _BREAK_AFTER)]
    return _ZERO_WIDTH.join(parts)
