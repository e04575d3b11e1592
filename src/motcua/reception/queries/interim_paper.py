"""Books of blank slips read: where each number stands, what is open, what was printed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _

from motcua.identity.queries import accounts_by_ids, people_of
from motcua.identity.types import Action, PostingView
from motcua.kernel import clock, wire
from motcua.kernel.errors import NotFound
from motcua.organisations.queries import unit_get
from motcua.reception.handwritten import Number, numbers_stand
from motcua.reception.interim import (
    BookView,
    InterimState,
    Medium,
    SlipView,
    number_read,
    number_text,
)
from motcua.reception.models import InterimBook, InterimPrint, InterimSlip
from motcua.reception.queries.interim import book_view, slip_view

SHOWN = 100
_IN_USE_FIRST = (F("closed_at").desc(nulls_first=True), "-issued_at", "-id")


@dataclass(frozen=True, slots=True)
class PrintView:
    """A printing: `time` 1 is the first."""

    time: int
    seqs: tuple[int, ...]
    reason: str
    printed_at: datetime
    printed_by: int


@dataclass(frozen=True, slots=True)
class NumberView:
    """A number of a book: where it stands, and the slip that was brought."""

    seq: int
    text: str
    stands: Number
    slip: SlipView | None


@dataclass(frozen=True, slots=True)
class PaperBook:
    """A book of blank slips with all its numbers and printings."""

    book: BookView
    numbers: tuple[NumberView, ...]
    prints: tuple[PrintView, ...]

    def count(self, stands: Number) -> int:
        """Return how many numbers stand so."""
        return sum(one.stands is stands for one in self.numbers)

    @property
    def open(self) -> tuple[NumberView, ...]:
        """Return what was written on and has not been brought."""
        return tuple(one for one in self.numbers if one.stands is Number.OPEN)

    @property
    def blank(self) -> tuple[int, ...]:
        """Return the numbers that nobody has written on."""
        return tuple(one.seq for one in self.numbers if one.stands is Number.BLANK)

    @property
    def next_blank(self) -> int:
        """Return the next number to be written on; one more than the last when none is left."""
        return min(self.blank, default=self.book.numbers + 1)


def paper_books(unit_ids: Iterable[int]) -> list[PaperBook]:
    """Return the books of blank slips of units, those in use first; three statements."""
    rows = InterimBook.objects.filter(unit_id__in=list(unit_ids), medium=Medium.PAPER.value)
    return _books(list(rows.order_by(*_IN_USE_FIRST)[:SHOWN]))


def paper_book(book_id: int) -> PaperBook:
    """Return a book of blank slips; raises NotFound, also outside of the scope."""
    row = InterimBook.objects.filter(id=book_id, medium=Medium.PAPER.value).first()
    if row is None:
        raise NotFound("book_unknown", _("There is no such block of numbers here."))
    return _books([row])[0]


def _books(rows: list[InterimBook]) -> list[PaperBook]:
    slips: dict[int, dict[int, SlipView]] = defaultdict(dict)
    known = InterimSlip.objects.filter(book__in=rows, seq__gt=0).defer("data")
    for slip in known.order_by("seq", "again"):
        slips[slip.book_id].setdefault(slip.seq, slip_view(slip))
    prints: dict[int, list[PrintView]] = defaultdict(list)
    for made in InterimPrint.objects.filter(book__in=rows).order_by("time"):
        view = PrintView(made.time, tuple(made.seqs), made.reason, made.printed_at, made.printed_by)
        prints[made.book_id].append(view)
    found = []
    for row in rows:
        book, own = book_view(row), slips[row.pk]
        stands = numbers_stand(
            book.numbers, book.used, [(seq, slip.state) for seq, slip in own.items()]
        )
        lines = tuple(
            NumberView(seq, number_text(book.day, book.serial, seq), where, own.get(seq))
            for seq, where in stands.items()
        )
        found.append(PaperBook(book, lines, tuple(prints[row.pk])))
    return found


@dataclass(frozen=True, slots=True)
class NumberFound:
    """A number as somebody typed or scanned it, with its block and what came in of it."""

    book: BookView
    seq: int
    text: str
    slip: SlipView | None


def numbers_find(text: str, unit_ids: Iterable[int]) -> list[NumberFound]:
    """Return the reserved numbers of these units that a text names, of a browser or on paper.

    Each unit counts for itself: of several, each that reserved the number has one. Three
    statements at most.
    """
    read = number_read(text)
    if read is None or read[2] < 1:
        return []
    day, serial, seq = read
    rows = InterimBook.objects.filter(
        unit_id__in=list(unit_ids), day=day, serial=serial, numbers__gte=seq
    )
    books = list(rows.order_by("unit_id", "id"))
    slips: dict[int, SlipView] = {}
    for slip in InterimSlip.objects.filter(book__in=books, seq=seq).defer("data").order_by("again"):
        slips.setdefault(slip.book_id, slip_view(slip))
    named = number_text(day, serial, seq)
    return [NumberFound(book_view(row), seq, named, slips.get(row.pk)) for row in books]


def writers_of(unit_id: int, at: datetime | None = None) -> dict[int, str]:
    """Return who may have received papers at a unit's counter at an instant: names by account."""
    return _named(people_of(unit_ids=unit_get(unit_id).path_ids, at=at), unit_id)


def writers_between(unit_id: int, start: datetime) -> dict[int, str]:
    """Return who had a counter in a unit at some time from `start` until now: names by account."""
    return _named(people_of(unit_ids=unit_get(unit_id).path_ids, since=start), unit_id)


def _named(people: Iterable[PostingView], unit_id: int) -> dict[int, str]:
    """Return names by account of those who take in at the unit, in their order."""
    found = {
        one.account_id
        for one in people
        if Action.DOSSIER_INTAKE in one.actions and unit_id in one.unit_ids
    }
    names = accounts_by_ids(found)
    return dict(sorted(((key, names[key].name) for key in found), key=lambda one: one[1]))


@dataclass(frozen=True, slots=True)
class OpenBook:
    """A block of which something is still to come: `missing` numbers, `ended` when to collect."""

    book_id: int
    prefix: str
    place: str
    paper: bool
    missing: int
    ended: bool


@dataclass(frozen=True, slots=True)
class OpenNumbers:
    """What whoever leads a centre is reminded of."""

    books: tuple[OpenBook, ...]
    waiting: int

    @property
    def missing(self) -> int:
        """Return how many numbers are open in all."""
        return sum(one.missing for one in self.books)


# A spoilt or cancelled number does not say that those below it are written on (`numbers_stand`).
_OPEN = """
SELECT b.id, b.day, b.serial, b.device_name, b.medium = 'paper', top.seq - known.n, b.ends_at <= %s
  FROM reception_interimbook b
 CROSS JOIN LATERAL (
        SELECT greatest(b.used, coalesce(max(s.seq), 0)) AS seq FROM reception_interimslip s
         WHERE s.book_id = b.id AND s.state <> 'cancelled') top
 CROSS JOIN LATERAL (
        SELECT count(DISTINCT s.seq) AS n FROM reception_interimslip s
         WHERE s.book_id = b.id AND s.seq BETWEEN 1 AND top.seq) known
 WHERE b.unit_id = ANY(%s::bigint[]) AND b.closed_at IS NULL
   AND (b.medium = 'paper' OR b.ends_at <= %s)
   AND (top.seq > known.n OR b.medium = 'paper' AND b.ends_at <= %s)
 ORDER BY b.issued_at, b.id
"""


def numbers_open(unit_ids: Iterable[int]) -> OpenNumbers:
    """Return what is still to come of units' numbers: not brought, waiting, books to collect.

    A browser's block counts once it has ended, as it synchronises by itself before. Every block
    is looked at, whatever its age, so nothing is hidden behind others; those reserved for nothing,
    as on most days, cost nothing. Two statements.
    """
    now, units = clock.now(), sorted(set(unit_ids))
    rows = wire.fetch(_OPEN, [now, units, now, now])
    waiting = InterimSlip.objects.filter(unit_id__in=units, state=InterimState.DOUBT.value).count()
    books = tuple(
        OpenBook(key, number_text(day, serial, 0)[:-3], place, paper, missing, ended)
        for key, day, serial, place, paper, missing, ended in rows
    )
    return OpenNumbers(books, waiting)
