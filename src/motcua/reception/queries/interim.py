"""Interim slips read: a unit's blocks, what came in of them, what waits for a decision."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from motcua.kernel import clock
from motcua.kernel.errors import NotFound
from motcua.reception.interim import (
    BookView,
    Doubt,
    InterimState,
    Kind,
    Medium,
    SlipFile,
    SlipView,
    number_read,
    unused,
)
from motcua.reception.models import InterimBook, InterimFile, InterimSlip

SHOWN = 60
"""Blocks on a page."""


@dataclass(frozen=True, slots=True)
class BookLines:
    """A block with what came in; `missing` were given out and have not come in yet."""

    book: BookView
    slips: tuple[SlipView, ...]
    never_used: int
    missing: tuple[str, ...]


def book_by_id(book_id: int) -> BookView:
    """Return a block by its id; raises NotFound, also outside of the scope."""
    row = InterimBook.objects.filter(id=book_id).first()
    if row is None:
        raise NotFound("book_unknown", _("There is no such block of numbers here."))
    return book_view(row)


def books_of(
    unit_ids: Iterable[int], *, on: date | None = None, also: Iterable[int] = ()
) -> list[BookLines]:
    """Return browsers' blocks of units, the newest first, with their slips; three statements.

    The newest ones, and those of `also` whatever their age.
    """
    rows = InterimBook.objects.filter(unit_id__in=list(unit_ids), medium=Medium.BROWSER.value)
    if on is not None:
        rows = rows.filter(day=on)
    rows = rows.order_by("-issued_at", "-id")
    books = list(rows[:SHOWN])
    older = set(also) - {row.pk for row in books}
    books += rows.filter(pk__in=older) if older else []
    slips: dict[int, list[SlipView]] = defaultdict(list)
    known = InterimSlip.objects.filter(book__in=books, seq__gt=0).defer("data")
    for slip in known.order_by("seq", "again"):
        slips[slip.book_id].append(slip_view(slip))
    return [_lines(book_view(row), slips[row.pk]) for row in books]


def _lines(book: BookView, slips: list[SlipView]) -> BookLines:
    never, missing = unused(book.numbers, book.used, [slip.seq for slip in slips])
    names = tuple(f"{book.prefix}{seq:03d}" for seq in missing)
    return BookLines(book, tuple(slips), never, names)


def slip_get(slip_id: int) -> SlipView:
    """Return a slip; raises NotFound, also outside of the scope."""
    return slip_view(_slip(slip_id))


def slip_data(slip_id: int) -> dict[str, list[str]]:
    """Return what was typed, by field; callers record the reading. Raises NotFound."""
    return {name: list(values) for name, values in _slip(slip_id).data.items()}


def slip_files(slip_id: int) -> list[SlipFile]:
    """Return the files that were added while a slip was typed in, in their order."""
    rows = InterimFile.objects.filter(slip_id=slip_id)
    return [SlipFile(one.place, one.file_id, one.name, one.size, one.cleaned) for one in rows]


def _slip(slip_id: int) -> InterimSlip:
    row = InterimSlip.objects.filter(id=slip_id).first()
    if row is None:
        raise NotFound("slip_unknown", _("There is no such interim slip here."))
    return row


def slips_by_number(text: str, unit_ids: Iterable[int]) -> list[SlipView]:
    """Return the slips that bear a number as somebody typed it; none when it is not a number."""
    if number_read(text) is None:
        return []
    number = "".join(text.split()).replace(".", "").upper()
    rows = InterimSlip.objects.filter(unit_id__in=list(unit_ids), number=number)
    return [slip_view(row) for row in rows.order_by("again", "id")]


def slips_in_doubt(unit_ids: Iterable[int]) -> list[SlipView]:
    """Return what waits for a decision, the oldest reception first."""
    rows = InterimSlip.objects.filter(
        unit_id__in=list(unit_ids), state=InterimState.DOUBT.value
    ).order_by("taken_at", "id")
    return [slip_view(row) for row in rows[:500]]


def cash_open(unit_ids: Iterable[int]) -> list[SlipView]:
    """Return slips whose cash was taken and stands in nobody's till yet, cancelled ones too."""
    rows = InterimSlip.objects.filter(unit_id__in=list(unit_ids), cash_booked=False, cash_vnd__gt=0)
    return [slip_view(row) for row in rows.order_by("taken_at", "id")[:500]]


def book_view(row: InterimBook) -> BookView:
    """Return a block as others see it."""
    return BookView(
        id=row.pk,
        key=row.key.hex,
        unit_id=row.unit_id,
        day=row.day,
        serial=row.serial,
        device=row.device,
        device_name=row.device_name,
        account_id=row.account_id,
        numbers=row.numbers,
        used=row.used,
        issued_at=row.issued_at,
        ends_at=row.ends_at,
        offset_ms=row.offset_ms,
        seen_at=row.seen_at,
        medium=Medium(row.medium),
        closed_at=row.closed_at,
    )


def slip_view(row: InterimSlip) -> SlipView:
    """Return a slip as others see it, without what was typed."""
    told: dict[str, Any] = row.doubts
    return SlipView(
        id=row.pk,
        book_id=row.book_id,
        unit_id=row.unit_id,
        key=row.key.hex,
        seq=row.seq,
        number=row.number,
        kind=Kind(row.kind),
        state=InterimState(row.state),
        procedure_code=row.procedure_code,
        competent_unit_id=row.competent_unit_id,
        version_id=row.version_id,
        doubts=tuple(Doubt(one) for one in told.get("doubts", ())),
        doubles=tuple(told.get("doubles", ())),
        problems=tuple(told.get("problems", ())),
        reason=row.reason,
        taken_at=row.taken_at,
        clock_ms=row.clock_ms,
        cash_vnd=row.cash_vnd,
        cash_booked=row.cash_booked,
        came_at=row.came_at or clock.now(),
        came_by=row.came_by,
        decided_at=row.decided_at,
        decided_by=row.decided_by,
        dossier_code=row.dossier_code,
        taken_by=row.taken_by,
        cause=row.cause,
    )


def numbers_near(book_id: int, seq: int) -> tuple[datetime | None, datetime | None]:
    """Return the latest time of lower numbers and the earliest of higher ones of a block.

    A sheet that was spoilt bears no time of a reception, nor does a number that was mistyped.
    """
    rows = InterimSlip.objects.filter(book_id=book_id, seq__gt=0).exclude(
        kind=Kind.CANCEL.value, taken_by__isnull=False
    )
    before = rows.filter(seq__lt=seq).order_by("-taken_at").values_list("taken_at", flat=True)
    after = rows.filter(seq__gt=seq).order_by("taken_at").values_list("taken_at", flat=True)
    return before.first(), after.first()
