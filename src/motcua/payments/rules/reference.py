"""References that survive a bank: capitals and digits that nobody mixes up, with a check sign.

A payer copies them by hand, a bank cuts, joins and capitalises them. Crockford's base 32 leaves
out I, L, O and U, and we Z too; the last sign is a weighted check over the others, so that one
wrong or two swapped signs never name another order.
"""

from __future__ import annotations

import re

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXY"  # 31 signs
PREFIX = "MC"
BODY = 9
_PATTERN = re.compile(rf"{PREFIX}([{ALPHABET}]{{{BODY}}})([{ALPHABET}])")
_CHECK = 31  # a prime: every single error and every swap of neighbours changes the sum


def reference_make(number: int) -> str:
    """Return the reference of a number below 31**9 (drawn at random by the caller)."""
    if not 0 <= number < _CHECK**BODY:
        raise ValueError("the number does not fit into a reference")
    signs = []
    for _place in range(BODY):
        number, rest = divmod(number, _CHECK)
        signs.append(ALPHABET[rest])
    body = "".join(signs)
    return PREFIX + body + _check(body)


def reference_valid(text: str) -> bool:
    """Tell whether a text is a whole reference with a right check sign."""
    found = _PATTERN.fullmatch(text)
    return found is not None and _check(found[1]) == found[2]


def reference_find(text: str) -> tuple[str, ...]:
    """Return the valid references in what a bank made of a payer's words, in their order."""
    plain = re.sub(r"[^A-Z0-9]", "", text.upper())
    found = []
    for start in range(len(plain)):
        piece = plain[start : start + len(PREFIX) + BODY + 1]
        if piece.startswith(PREFIX) and reference_valid(piece) and piece not in found:
            found.append(piece)
    return tuple(found)


def _check(body: str) -> str:
    total = sum(place * ALPHABET.index(sign) for place, sign in enumerate(body, start=1))
    return ALPHABET[total % _CHECK]
