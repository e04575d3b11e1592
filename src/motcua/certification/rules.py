"""Certified copies as law: the register, its numbers, what is refused, the certification clause.

Plain Python. Everything with legal effect is dated data with its source. What stands here from
memory says so (`to_verify`): a lawyer confirms it, and a new row replaces it. Decree 280/2025/NĐ-CP
changed parts of Decree 23/2015/NĐ-CP; what it changed of these rows has not been verified.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from motcua.certification.types import Ground

DECREE = "Nghị định 23/2015/NĐ-CP"
ROWS_MAX = 50  # originals of one batch, as many as a fee counts
COUNT_MAX = 999
NAME_MAX, ISSUER_MAX, NUMBER_MAX, NOTE_MAX = 300, 200, 80, 500


@dataclass(frozen=True, slots=True)
class Book:
    """A register book: how it is called and numbered since a day.

    `counter` are the two letters of its counter. `volume_size` is how many entries one volume
    holds; 0 is one volume a year. Numbers run on from one volume of a year to the next.
    """

    since: date
    code: str
    counter: str
    title: str
    volume_size: int
    source: str
    to_verify: bool = True


@dataclass(frozen=True, slots=True)
class Refusable:
    """A ground of refusal as the law words it."""

    ground: Ground
    since: date
    words: str
    source: str
    to_verify: bool = True


@dataclass(frozen=True, slots=True)
class Clause:
    """The wording of the certification clause since a day, and the template that sets it."""

    since: date
    template: str
    lines: tuple[str, ...]
    source: str
    to_verify: bool = True


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one row (from 0); `key` names the words, `field` the place."""

    row: int
    field: str
    key: str


BOOKS = (
    Book(
        date(2015, 4, 10),
        "SCT/BS",
        "cs",
        "Sổ chứng thực bản sao từ bản chính",
        0,
        f"{DECREE}, Điều 13, Điều 14; Thông tư 01/2020/TT-BTP, Phụ lục",
    ),
)
GROUNDS = (
    Refusable(
        Ground.ALTERED,
        date(2015, 4, 10),
        "Bản chính bị tẩy xóa, sửa chữa, thêm, bớt nội dung không hợp lệ.",
        f"{DECREE}, Điều 22 khoản 1",
    ),
    Refusable(
        Ground.DAMAGED,
        date(2015, 4, 10),
        "Bản chính bị hư hỏng, cũ nát, không xác định được nội dung.",
        f"{DECREE}, Điều 22 khoản 2",
    ),
    Refusable(
        Ground.SECRET,
        date(2015, 4, 10),
        "Bản chính đóng dấu mật của cơ quan, tổ chức có thẩm quyền hoặc không đóng dấu mật "
        "nhưng ghi rõ không được sao chụp.",
        f"{DECREE}, Điều 22 khoản 3",
    ),
    Refusable(
        Ground.FORBIDDEN,
        date(2015, 4, 10),
        "Bản chính có nội dung trái pháp luật, đạo đức xã hội; tuyên truyền, kích động chiến "
        "tranh, chống chế độ; xuyên tạc lịch sử; xúc phạm danh dự, nhân phẩm, uy tín của cá nhân, "
        "tổ chức; vi phạm quyền công dân.",
        f"{DECREE}, Điều 22 khoản 4",
    ),
    Refusable(
        Ground.NOT_LEGALISED,
        date(2015, 4, 10),
        "Giấy tờ do cơ quan nước ngoài cấp chưa được hợp pháp hóa lãnh sự và không thuộc trường "
        "hợp được miễn.",
        f"{DECREE}, Điều 22 khoản 5, Điều 20 khoản 1",
    ),
    Refusable(
        Ground.PRIVATE,
        date(2015, 4, 10),
        "Giấy tờ, văn bản do cá nhân tự lập nhưng không có xác nhận và đóng dấu của cơ quan, tổ "
        "chức có thẩm quyền.",
        f"{DECREE}, Điều 22 khoản 6",
    ),
)
CLAUSES = (
    Clause(
        date(2020, 4, 20),
        "certified_copy@1",
        ("Chứng thực bản sao đúng với bản chính",),
        "Thông tư 01/2020/TT-BTP, Phụ lục: mẫu lời chứng chứng thực bản sao từ bản chính",
    ),
)


R = TypeVar("R", Book, Clause)


def book_on(day: date) -> Book:
    """Return the register book of a day; ValueError before there was one."""
    return _newest(BOOKS, day)


def clause_on(day: date) -> Clause:
    """Return the certification clause of a day; ValueError before there was one."""
    return _newest(CLAUSES, day)


def grounds_on(day: date) -> tuple[Refusable, ...]:
    """Return the grounds of refusal in force on a day, each as worded last."""
    found: dict[Ground, Refusable] = {}
    for one in sorted(GROUNDS, key=lambda row: row.since):
        if one.since <= day:
            found[one.ground] = one
    order = [one.ground for one in GROUNDS]
    return tuple(sorted(found.values(), key=lambda row: order.index(row.ground)))


def volume_of(book: Book, number: int) -> int:
    """Return in which volume of its year a number stands, from 1."""
    return (number - 1) // book.volume_size + 1 if book.volume_size else 1


def number_text(number: int, volume: int, year: int, code: str) -> str:
    """Return a number as it is written: `15, quyển số 01/2026-SCT/BS`."""
    return f"{number:02d}, quyển số {volume:02d}/{year}-{code}"


def numbers_text(numbers: Iterable[int], volume: int, year: int, code: str, most: int = 80) -> str:
    """Return many numbers as that of one result: `15-17, 19, quyển số 01/2026-SCT/BS`.

    Neighbours are joined; what would be longer than `most` characters says the first and the last.
    """
    runs: list[tuple[int, int]] = []
    for one in sorted(set(numbers)):
        if runs and runs[-1][1] == one - 1:
            runs[-1] = (runs[-1][0], one)
        else:
            runs.append((one, one))
    if not runs:
        raise ValueError("a result bears at least one number")
    end = f", quyển số {volume:02d}/{year}-{code}"
    text = ", ".join(f"{a:02d}" if a == b else f"{a:02d}-{b:02d}" for a, b in runs) + end
    if len(text) <= most:
        return text
    return f"{runs[0][0]:02d}…{runs[-1][1]:02d}{end}"


def results_text(numbers: Sequence[tuple[int, int, str, int]], most: int = 80) -> str:
    """Return (year, volume, book, number) of one result as its number, a part for each volume.

    A result that was opened again in a later year bears the numbers of both.
    """
    groups: dict[tuple[int, int, str], list[int]] = {}
    for year, volume, book, number in sorted(numbers):
        groups.setdefault((volume, year, book), []).append(number)
    parts = [""]
    for room in (most, most // max(len(groups), 1) - 2):
        parts = [numbers_text(found, *key, most=room) for key, found in groups.items()]
        if len("; ".join(parts)) <= most:
            return "; ".join(parts)
    return f"{parts[0]}; …; {parts[-1]}"


def rows_check(rows: Sequence[tuple[str, int, int, str, str]], grounds: set[str]) -> list[Problem]:
    """Return what is wrong with rows of (name, pages, copies, ground, note)."""
    problems: list[Problem] = []
    for place, (name, pages, copies, ground, note) in enumerate(rows):
        if not name:
            problems.append(Problem(place, "name", "name"))
        if not 1 <= pages <= COUNT_MAX:
            problems.append(Problem(place, "pages", "count"))
        if not 1 <= copies <= COUNT_MAX:
            problems.append(Problem(place, "copies", "count"))
        if ground and ground not in grounds:
            problems.append(Problem(place, "ground", "ground"))
        if len(note) > NOTE_MAX:
            problems.append(Problem(place, "note", "long"))
    return problems


def _newest(rows: Iterable[R], day: date) -> R:
    fitting = [one for one in rows if one.since <= day]
    if not fitting:
        raise ValueError(f"nothing was in force on {day}")
    return max(fitting, key=lambda one: one.since)
