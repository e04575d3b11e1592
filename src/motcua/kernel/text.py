"""Vietnamese text: one normal form, one search key, one sort key.

The embedded PostgreSQL has neither unaccent nor ICU locales, so both keys are stored.
"""

from __future__ import annotations

import re
import unicodedata

# Control characters (category Cc) but for tab and line feed.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_ACCENTS = re.compile("[\u0300-\u036f]+")
_NOT_WORD = re.compile(r"[^0-9a-z]+")
_ALPHABET = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
_LETTER_RANK = {letter: index for index, letter in enumerate(_ALPHABET)}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}


def nfc(text: str) -> str:
    """Return `text` in NFC with single spaces and no control characters."""
    cleaned = unicodedata.normalize("NFC", _CONTROL.sub("", text))
    return " ".join(cleaned.split())


def nfc_lines(text: str) -> str:
    """Return `text` line by line as `nfc`, without empty lines."""
    lines = (nfc(line) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def search_key(text: str) -> str:
    """Return `text` in lower case without diacritics and punctuation, words one space apart."""
    lowered = unicodedata.normalize("NFD", text).lower().replace("đ", "d")
    bare = _ACCENTS.sub("", lowered)
    if not bare.isascii():  # letters of other scripts, and their marks
        bare = "".join(c for c in bare if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", bare).strip()


def sort_key(text: str) -> str:
    """Return a key whose byte order is the Vietnamese dictionary order (letters, then tones)."""
    letters: list[str] = []
    tones: list[str] = []
    for char in unicodedata.normalize("NFC", text).lower():
        parts = unicodedata.normalize("NFD", char)
        tone = next((str(_TONES[c]) for c in parts if c in _TONES), "0")
        base = unicodedata.normalize("NFC", "".join(c for c in parts if c not in _TONES))
        rank = _LETTER_RANK.get(base)
        letters.append(f"{rank + 65:03d}" if rank is not None else f"{min(ord(base[0]), 64):03d}")
        tones.append(tone)
    return "".join(letters) + "." + "".join(tones)
