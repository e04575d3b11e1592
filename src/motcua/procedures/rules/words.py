"""Plain words for procedures: what people say, what the catalogue calls it.

People write "làm giấy khai sinh" or "akta kelahiran"; the catalogue knows "Thủ tục đăng ký khai
sinh". The list is our own (data/plain_words.csv), kept by whoever answers people's questions.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass

from motcua.kernel.text import search_key

# Words that say nothing about what is wanted; without them "tôi muốn làm giấy khai sinh cho con"
# and "khai sinh con" ask the same.
_EMPTY = (
    "toi muon can xin lam cho cua o dau nhu the nao giay to thu tuc ho so ve va la bi duoc cap "
    "the a an i my want need to get how of for paper papers procedure make apply certificate do "
    "saya mau ingin cara membuat surat untuk di apa yang dan urus mengurus"
)
EMPTY = frozenset(_EMPTY.split())
LEAST = 0.5  # share of a phrase's words that must be there


@dataclass(frozen=True)
class Saying:
    """A way of asking for a procedure; `words` are its telling ones."""

    code: str
    language: str
    text: str
    words: frozenset[str]


@dataclass(frozen=True)
class Event:
    """An event of a life or a business, with its procedures in the order in which they come."""

    key: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class PlainWords:
    """The whole list."""

    sayings: tuple[Saying, ...]
    events: tuple[Event, ...]

    def event(self, key: str) -> Event | None:
        """Return an event by its key."""
        return next((one for one in self.events if one.key == key), None)


def words_read(lines: Iterable[str]) -> PlainWords:
    """Return the list from CSV: event, order, code, and phrases in three languages by `|`."""
    rows = list(csv.DictReader(lines))
    events: dict[str, list[tuple[int, str]]] = {}
    sayings: list[Saying] = []
    for row in rows:
        events.setdefault(row["event"], []).append((int(row["order"]), row["code"]))
        for language in ("vi", "en", "id"):
            sayings += [
                Saying(row["code"], language, phrase.strip(), frozenset(telling(phrase)))
                for phrase in row[language].split("|")
                if phrase.strip()
            ]
    ordered = (
        Event(key, tuple(code for _place, code in sorted(codes))) for key, codes in events.items()
    )
    return PlainWords(tuple(sayings), tuple(ordered))


def telling(phrase: str) -> list[str]:
    """Return the words that say what is wanted; all of them where none would be left."""
    words = search_key(phrase).split()
    return [word for word in words if word not in EMPTY] or words


def meant(words: PlainWords, query: str, *, most: int = 3) -> list[str]:
    """Return the codes that a question in plain words asks for, the likeliest first.

    A saying fits as far as it and the question share their telling words, with or without
    diacritics. Nothing fits a question that shares only a word by chance.
    """
    asked = frozenset(telling(query))
    if not asked:
        return []
    best: dict[str, tuple[float, int]] = {}
    for place, saying in enumerate(words.sayings):
        shared = len(asked & saying.words)
        if shared == 0 or shared / len(saying.words) < LEAST:
            continue
        # How much of both is the same (Jaccard); the whole phrase before a part of it.
        fit = shared / len(asked | saying.words)
        if fit >= LEAST and fit > best.get(saying.code, (0.0, 0))[0]:
            best[saying.code] = (fit, -place)
    return sorted(best, key=lambda code: best[code], reverse=True)[:most]
