"""Names, codes and dates of units: pure, no database, no clock."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from motcua.kernel.text import nfc, search_key
from motcua.organisations.types import COMMUNE_KINDS, PROVINCE_KINDS, UnitKind

#: Day on which the two-tier organisation began to work (72/2025/QH15, 202/2025/QH15).
TWO_TIERS_SINCE = date(2025, 7, 1)
#: First day for which the directory speaks: the list of 10,035 communes is the one in force since
#: 2025-01-01 (state of 2025-01-04). Earlier reorganisations are not held.
KNOWN_SINCE = date(2025, 1, 1)
#: Centres: Decree 118/2025/NĐ-CP; divisions and departments: Decree 150/2025/NĐ-CP.
BODIES_SINCE = TWO_TIERS_SINCE

_DISTRICT = frozenset({UnitKind.DISTRICT})
_TYPE_WORDS: dict[str, frozenset[UnitKind]] = {
    "thành phố": frozenset({UnitKind.CITY, UnitKind.DISTRICT}),
    "thị trấn": frozenset({UnitKind.TOWN}),
    "thị xã": _DISTRICT,
    "đặc khu": frozenset({UnitKind.SPECIAL_ZONE}),
    "phường": frozenset({UnitKind.WARD}),
    "huyện": _DISTRICT,
    "quận": _DISTRICT,
    "tỉnh": frozenset({UnitKind.PROVINCE}),
    "xã": frozenset({UnitKind.COMMUNE}),
}
_SHORT_WORDS = {
    "tp": "thành phố",
    "tt": "thị trấn",
    "tx": "thị xã",
    "dk": "đặc khu",
    "p": "phường",
    "h": "huyện",
    "q": "quận",
    "t": "tỉnh",
    "x": "xã",
}
#: Beginnings without marks and the type words that they stand for.
_BARE_WORDS = {search_key(word): word for word in _TYPE_WORDS} | _SHORT_WORDS
_JOINED = re.compile(r"^(tp|p|q)\s?(\d+|hcm)$")
_WORD = re.compile(r"\w+")
_CODE = re.compile(r"^(\d{2}|\d{3}|\d{5})(\.[a-z0-9-]+)?$", re.IGNORECASE)
_EVERYDAY_KEYS = {"hcm": "ho chi minh", "tphcm": "ho chi minh", "sai gon": "ho chi minh"}


@dataclass(frozen=True)
class NameKey:
    """One way to read a written name: the key without type word, the word and its kinds."""

    key: str
    spelled: str = ""
    word: str = ""
    kinds: frozenset[UnitKind] = frozenset()

    def fits(self, full_name: str) -> bool:
        """Whether a full name is exactly this reading, type word included."""
        return search_key(full_name) == f"{self.word} {self.key}".strip()

    def agrees(self, name: str) -> bool:
        """Whether the marks agree; a name written without any agrees with all.

        Names of everyday use ("HCM") have no marks to compare.
        """
        return self.spelled.isascii() or self.spelled == spelling(name)


@dataclass(frozen=True)
class UnitQuery:
    """What a person asked for: a name in its possible readings, and the units around it."""

    text: str
    readings: tuple[NameKey, ...]
    around: tuple[tuple[NameKey, ...], ...]
    code: str

    @property
    def is_empty(self) -> bool:
        """Whether nothing can be looked for."""
        return not self.readings and not self.code


def name_bare(full_name: str) -> str:
    """Return a full name without its type word: "Thị trấn Đu" → "Đu", "Quận 1" → "1"."""
    lowered = full_name.lower()
    for word in _TYPE_WORDS:
        if lowered.startswith(word + " "):
            return full_name[len(word) + 1 :].strip()
    return full_name


def name_readings(text: str) -> tuple[NameKey, ...]:
    """Return every way to read a written name, with a type word taken off first.

    "Xà Phìn" is not read as a commune called Phìn because its first word carries another tone;
    "xa phin" is read both ways.
    """
    key = search_key(text)
    key = _EVERYDAY_KEYS.get(key, key)
    if not key:
        return ()
    readings = []
    joined = _JOINED.match(key)
    if joined:
        key = f"{joined[1]} {joined[2]}"
    lowered = nfc(text).lower()
    for bare, word in _BARE_WORDS.items():
        rest = key[len(bare) + 1 :] if key.startswith(bare + " ") else ""
        # the word with its own marks, or without any
        if rest and lowered.startswith((word, bare)):
            rest = _EVERYDAY_KEYS.get(rest, rest)
            spelled = spelling(lowered, len(rest.split()))
            readings.append(NameKey(rest, spelled, search_key(word), _TYPE_WORDS[word]))
    readings.append(NameKey(key, spelling(lowered, len(key.split()))))
    return tuple(readings)


def spelling(text: str, last_words: int = 0) -> str:
    """Return words with their marks behind their letters, so that Thủy and Thuỷ are the same."""
    words = []
    for word in _WORD.findall(nfc(text).lower()):
        parts = unicodedata.normalize("NFD", word.replace("đ", "d\u0335"))
        marks = sorted(char for char in parts if unicodedata.combining(char))
        letters = (char for char in parts if not unicodedata.combining(char))
        words.append("".join((*letters, *marks)))
    return " ".join(words[-last_words:])


def query_parse(text: str) -> UnitQuery:
    """Read "phường Thủy Biều, thành phố Huế, Thừa Thiên Huế" or a code; never raises."""
    cleaned = nfc(text)[:300]
    parts = [part.strip() for part in re.split(r"[,;\n]", cleaned) if search_key(part)]
    if not parts:
        return UnitQuery(cleaned, (), (), "")
    found = _CODE.match(parts[0])
    around = tuple(name_readings(part) for part in parts[1:5])
    return UnitQuery(cleaned, name_readings(parts[0]), around, parts[0].lower() if found else "")


def agency_identifier(code: str, kind: UnitKind, province_code: str) -> str:
    """Return what dossier codes begin with: `H19` of a province, `H19.054.37` of a commune.

    The shape follows Decision 20/2020/QĐ-TTg; the list for the two-tier organisation was not
    seen, so an administrator can change the stored value. To be verified.
    """
    if kind in PROVINCE_KINDS:
        return f"H{code}"
    if kind in COMMUNE_KINDS and len(code) == 5:
        return f"H{province_code}.{code[:3]}.{code[3:]}"
    return ""


def directory_day(on: date) -> date:
    """Return the day itself, or the first day of the directory for an earlier one."""
    return max(on, KNOWN_SINCE)
