"""What makes an officer look at a card once more: never a refusal, always what to do.

A hand scanner types like a keyboard, so an input method for Vietnamese (Telex, VNI) or a wrong
character set mangles what it types; and a card can have run out, or not agree with itself.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from enum import StrEnum
from itertools import pairwise

from motcua.dossiers.card import Card
from motcua.kernel.text import search_key

AGES = (14, 25, 40, 60)
"""A card is exchanged at these ages (Law 26/2023/QH15 on identity, Article 21)."""
EARLY_YEARS = 2
"""One issued so many years before such an age is good until the next (Article 21, clause 2)."""
FIRST_CARDS = date(2016, 1, 1)
"""Twelve-digit cards are issued since (Law 59/2014/QH13 on citizens' identification)."""
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_SHAPES = frozenset("\u0302\u0306\u031b")
_LOST = re.compile("[?\ufffd\u25a1\x00-\x1f]")
# No Vietnamese word has these letters side by side, or ends so: keys of Telex that stayed letters.
_TELEX = re.compile(r"dd|aa|ee|[aou]w|w$|[aeiouy][a-z]*[sfrxj]$")


class Doubt(StrEnum):
    """Why an officer looks at the card itself."""

    METHOD = "method"  # typed through an input method
    LOST = "lost"  # letters with marks were lost on the way
    PLAIN = "plain"  # no marks at all in name and address
    NUMBER = "number"  # the number says another year of birth or sex
    ISSUED = "issued"  # no card was issued on that day
    EXPIRED = "expired"


def card_doubts(card: Card, *, on: date) -> tuple[Doubt, ...]:
    """Return what to compare with the card in the hand; empty for a card like most."""
    words = f"{card.name} {card.address}"
    found = []
    if _LOST.search(words) or card.sex not in {"Nam", "Nữ"}:
        found.append(Doubt.LOST)
    if _through_method(card.name) or _through_method(card.sex):
        found.append(Doubt.METHOD)
    elif words.isascii() and not found:
        found.append(Doubt.PLAIN)
    if not number_agrees(card):
        found.append(Doubt.NUMBER)
    if card.issued_on is not None and not FIRST_CARDS <= card.issued_on <= on:
        found.append(Doubt.ISSUED)
    until = card_until(card.birth_date, card.issued_on) if card.issued_on else None
    if until is not None and until <= on:
        found.append(Doubt.EXPIRED)
    return tuple(found)


def number_agrees(card: Card) -> bool:
    """Whether the number's fourth digit (century, sex) and year agree with the card.

    Even digits are men's, odd ones women's: 0 and 1 of the 20th century, 2 and 3 of the 21st
    (Circular 59/2021/TT-BCA, Article 4; Circular 17/2024/TT-BCA keeps it).
    """
    century, year = int(card.id_number[3]), int(card.id_number[4:6])
    if 1900 + century // 2 * 100 + year != card.birth_date.year:
        return False
    known = {"Nam": 0, "Nữ": 1}
    return card.sex not in known or century % 2 == known[card.sex]


def card_until(born: date, issued: date) -> date | None:
    """Return the day on which a card runs out; None for one that is good for life.

    A card issued within two years before such an age is good until the next one.
    """
    for age in AGES:
        ends = _birthday(born, age)
        if issued < _birthday(born, age - EARLY_YEARS):
            return ends
    return None


def _birthday(born: date, age: int) -> date:
    try:
        return born.replace(year=born.year + age)
    except ValueError:  # 29 February
        return date(born.year + age, 3, 1)


def _through_method(words: str) -> bool:
    """Whether keys of an input method stayed in a name: digits (VNI), letters (Telex), two marks.

    Names of some peoples (Ksor, Siu H'Bia) look so too, which is why this only asks to look.
    """
    if any(char.isdigit() for char in words):
        return True
    if any(_TELEX.search(one) for one in search_key(words).split()):
        return True
    return any(_marked_twice(one) for one in words.split())


def _marked_twice(word: str) -> bool:
    """Whether a word has two tones, or a letter two shapes."""
    apart = unicodedata.normalize("NFD", word)
    tones = sum(char in _TONES for char in apart)
    shapes = any(first in _SHAPES and second in _SHAPES for first, second in pairwise(apart))
    return tones > 1 or shapes
