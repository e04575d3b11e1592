"""Bank statements as banks write them: which column is which, and what a cell says.

There is no common file: each bank has its own head, order, words (Vietnamese, English or both in
one cell) and way to write amounts and days. What they share is a row that names the columns.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, timezone

HEADER_WITHIN = 60
ZONE = timezone(timedelta(hours=7))  # days of Vietnamese banks
# The words of a column, without marks; the most telling first.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "direction": ("d c", "c d", "dr cr", "cr dr", "no co", "debit credit", "credit debit"),
    "bank_reference": (
        "bank_reference", "so tham chieu", "so but toan", "ma giao dich", "so giao dich",
        "ma tham chieu", "so chung tu", "so ct", "reference", "ref no", "transaction id",
        "transaction no", "doc no", "ma gd", "so gd",
    ),
    "booked_at": (
        "booked_at", "ngay giao dich", "ngay gd", "thoi gian giao dich", "transaction date",
        "ngay hach toan", "posting date", "tnx date", "date and time", "ngay hieu luc",
        "value date", "ngay", "date", "thoi gian",
    ),
    "credit": ("so tien ghi co", "phat sinh co", "ghi co", "credit", "tien vao", "co"),
    "debit": ("so tien ghi no", "phat sinh no", "ghi no", "debit", "tien ra", "no"),
    "amount_vnd": ("amount_vnd", "so tien giao dich", "so tien", "amount", "transaction amount"),
    "text": (
        "text", "noi dung giao dich", "noi dung chi tiet", "noi dung", "dien giai", "mo ta",
        "transaction detail", "transactions in detail", "description", "details", "remarks",
        "narrative",
    ),
}  # fmt: skip
_WENT = frozenset({"d", "dr", "debit", "no", "ghi no", "chi", "out"})
_REFERENCE = re.compile(r"[\w./:#-]{1,56}")
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")

Booking = tuple[str, datetime, int, str]


class BookingWrong(ValueError):
    """A line cannot be understood; the text is the column at fault."""


def header_find(cells: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]] | None:
    """Return the row that names the columns and where each stands; None when no row does."""
    for number, row in enumerate(cells[:HEADER_WITHIN]):
        columns = _columns(row)
        amount = "amount_vnd" in columns or "credit" in columns
        if amount and {"booked_at", "text"} <= columns.keys():
            return number, columns
    return None


def booking_read(row: Sequence[str], columns: Mapping[str, int]) -> Booking | None:
    """Return (reference, instant, amount in dong, text) of a line.

    Positive is what came. None for lines that are no booking: sums, balances, the bank's foot.
    Raises BookingWrong. The reference is empty where the bank gives none.
    """
    cells = {name: row[place].strip() for name, place in columns.items() if place < len(row)}
    day, text = cells.get("booked_at", ""), cells.get("text", "")
    amounts = [cells.get(name, "") for name in ("amount_vnd", "credit", "debit")]
    if not day or not any(amounts):
        return None
    if not re.search(r"\d", day):
        if cells.get("bank_reference"):
            raise BookingWrong("booked_at")
        return None
    amount = _amount(cells)
    reference = re.sub(r"\s+", "", cells.get("bank_reference", ""))
    if reference and not _REFERENCE.fullmatch(reference):
        raise BookingWrong("bank_reference")
    return reference, instant_read(day), amount, text[:300]


def amount_read(text: str) -> int:
    """Return a whole amount of dong; marks of thousands, a sign and `,00` are understood.

    Raises ValueError for anything else, a part of a dong included.
    """
    plain = re.sub(r"(?i)vn[dđ]|₫|đ|\s", "", text)
    negative = plain.startswith("-") or (plain.startswith("(") and plain.endswith(")"))
    plain = plain.strip("+-()")
    whole = re.sub(r"[.,]0{1,2}$", "", plain)
    if not whole.isascii() or not re.fullmatch(
        r"\d{1,15}|\d{1,3}(\.\d{3}){1,4}|\d{1,3}(,\d{3}){1,4}", whole
    ):
        raise ValueError(text)
    number = int(re.sub(r"[.,]", "", whole))
    return -number if negative else number


def instant_read(text: str) -> datetime:
    """Return an instant: ISO, or the day first as Vietnamese banks write it, with or without time.

    Raises BookingWrong.
    """
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = _day_first(text)
    return found if found.tzinfo is not None else found.replace(tzinfo=ZONE)


def _day_first(text: str) -> datetime:
    day, time = _DAY.search(text), _TIME.search(text)
    if day is None:
        raise BookingWrong("booked_at")
    hour, minute, second = (
        (int(part or 0) for part in time.groups()) if time is not None else (0, 0, 0)
    )
    try:
        return datetime(int(day[3]), int(day[2]), int(day[1]), hour, minute, second, tzinfo=ZONE)
    except ValueError:
        raise BookingWrong("booked_at") from None


def _amount(cells: Mapping[str, str]) -> int:
    try:
        if cells.get("amount_vnd"):
            amount = amount_read(cells["amount_vnd"])
            return -abs(amount) if _went(cells) else amount
        came, went = (
            amount_read(cells[name]) if re.search(r"\d", cells.get(name, "")) else 0
            for name in ("credit", "debit")
        )
    except ValueError:
        raise BookingWrong("amount_vnd") from None
    return abs(came) - abs(went)


def _went(cells: Mapping[str, str]) -> bool:
    """Whether a letter or a word beside an amount without a sign says that it went."""
    said = (cells.get(name, "") for name in ("direction", "credit", "debit"))
    return any(cell == "-" or _WENT & _words(cell) for cell in said)


def _columns(row: Sequence[str]) -> dict[str, int]:
    """Return where the columns stand; each is named by the cell that says it most plainly."""
    named = [_words(cell) for cell in row]
    found: dict[str, int] = {}
    for column, words in COLUMNS.items():
        free = [place for place in range(len(row)) if place not in found.values()]
        places = [p for word in words for p in free if word in named[p]]
        # Two languages may stand in one cell without a mark between them.
        places += [p for word in words for p in free if " " in word and _said(word, named[p])]
        if places:
            found[column] = places[0]
    return found


def _said(words: str, named: frozenset[str]) -> bool:
    return any(f" {words} " in f" {one} " for one in named)


def _words(cell: str) -> frozenset[str]:
    """Return what a head's cell says, without marks: all of it, and each of its languages."""
    text = unicodedata.normalize("NFD", cell.lower().replace("đ", "d"))
    text = "".join(sign for sign in text if not unicodedata.combining(sign))
    parts = [text, *re.split(r"[/\n|()\[\]]", text)]
    return frozenset(" ".join(re.sub(r"[^a-z_ ]", " ", part).split()) for part in parts)
