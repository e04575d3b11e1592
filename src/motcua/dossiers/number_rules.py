"""Numbers of results: which two are the same, and which comes next. Pure rules.

Decree 30/2020/NĐ-CP, articles 14 and 15: the clerk numbers a document in the order of its issue,
from 01 on at the beginning of each year, for each kind of document of an agency.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from motcua.kernel.text import nfc

_NUMBERED = re.compile(r"0*(\d{1,9})(\D.*)?")


@dataclass(frozen=True)
class DocumentNumber:
    """A number as it is compared: `count` with `symbol` behind it; count 0: it begins otherwise.

    "012/GXN-UBND" and "12 / gxn-ubnd" are the same number.
    """

    count: int
    symbol: str

    @property
    def key(self) -> str:
        """Return the text that equal numbers share."""
        return f"{self.count or ''}{self.symbol}"[:80]


def number_read(text: str) -> DocumentNumber:
    """Return a number as it is compared, however it was typed."""
    told = "".join(nfc(text).split()).casefold()
    found = _NUMBERED.fullmatch(told)
    if found is None or not int(found[1]):
        return DocumentNumber(0, told[:80])
    return DocumentNumber(int(found[1]), found[2] or "")


def number_written(count: int, like: str) -> str:
    """Return the number `count` in the way an earlier one was written: two digits at least."""
    symbol = re.sub(r"^\s*\d+", "", nfc(like))
    return f"{count:02d}{symbol}"
