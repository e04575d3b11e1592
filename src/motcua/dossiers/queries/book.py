"""The register book (form 07) of a unit over a period: each entry as it stood at an instant.

Numbers are those of the slips. What a line tells comes from the events up to that instant, so
that a past period reads today as it stood then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from motcua.dossiers.models import BookLine, Dossier, Event, Party, Result
from motcua.dossiers.papers import unit_words
from motcua.dossiers.types import FactType, PartyRole, ReturnMethod
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, Refused
from motcua.organisations.queries import units_by_ids
from motcua.procedures.queries import versions_by_ids

FILE_MOST = 2000  # lines of a file; a longer period is printed in parts
FILED_BEFORE = timedelta(days=366)  # nothing waits longer to be accepted; keeps to the index
TOLD = (
    FactType.ASSIGNED, FactType.DONE, FactType.REOPENED, FactType.RETURNED, FactType.WITHDRAWN,
    FactType.STOPPED, FactType.APOLOGISED,
)  # fmt: skip


@dataclass(frozen=True)
class BookEntry:
    """A line of the book; an instant that had not come is None."""

    year: int
    number: int
    code: str
    procedure: str
    sets: int
    name: str
    contact: str
    id_number: str
    resolving_unit: str
    received_at: datetime
    due_at: datetime | None
    handed_at: datetime | None
    done_at: datetime | None
    returned_at: datetime | None
    return_method: ReturnMethod
    receiver: str
    ended: FactType | None  # withdrawn or stopped
    apologised: bool


def book_unit_ids(unit_ids: Iterable[int]) -> list[int]:
    """Return which of the units keep a book, in order of their ids."""
    found = BookLine.objects.filter(unit_id__in=list(unit_ids))
    return sorted(found.order_by().values_list("unit_id", flat=True).distinct())


def book_page(
    unit_id: int,
    first: date,
    last: date,
    *,
    as_of: datetime | None = None,
    after: str = "",
    limit: int = 50,
) -> tuple[tuple[BookEntry, ...], str]:
    """Return entries of a unit received from `first` to `last`, in the order of their numbers.

    With them the place where the next page begins. Raises Invalid for a wrong `after`.
    """
    found = _lines(unit_id, first, last)
    if after:
        year, number = _place(after)
        found = found.filter(year=year, number__gt=number) | found.filter(year__gt=year)
    lines = list(found.order_by("year", "number")[: limit + 1])
    more = len(lines) > limit
    lines = lines[:limit]
    following = f"{lines[-1].year}~{lines[-1].number}" if more else ""
    return _entries(lines, as_of or clock.now()), following


def book_whole(
    unit_id: int, first: date, last: date, *, as_of: datetime | None = None
) -> tuple[BookEntry, ...]:
    """Return every entry of the period; raises Refused `too_long` beyond 2,000 lines."""
    lines = list(_lines(unit_id, first, last).order_by("year", "number")[: FILE_MOST + 1])
    if len(lines) > FILE_MOST:
        raise Refused(
            "too_long",
            _("This period has more than 2,000 entries. Choose a shorter one, such as a month."),
        )
    return _entries(lines, as_of or clock.now())


def book_count(unit_id: int, first: date, last: date) -> int:
    """Return how many entries the period has."""
    return _lines(unit_id, first, last).count()


def book_beside(unit_id: int, first: date, last: date) -> int:
    """Return how many dossiers accepted here in the period have no line: taken over from elsewhere.

    What an earlier system accepted has its number in that system's book; boards and reports count
    it all the same. One statement.
    """
    start, end = clock.midnight(first), clock.midnight(last + timedelta(days=1))
    found = Dossier.objects.filter(
        receiving_unit_id=unit_id,
        submitted_at__gte=start - FILED_BEFORE,
        submitted_at__lt=end,
        accepted_at__gte=start,
        accepted_at__lt=end,
    )
    return found.exclude(Exists(BookLine.objects.filter(dossier_id=OuterRef("pk")))).count()


def _lines(unit_id: int, first: date, last: date) -> QuerySet[BookLine]:
    return BookLine.objects.filter(
        unit_id=unit_id,
        at__gte=clock.midnight(first),
        at__lt=clock.midnight(last + timedelta(days=1)),
    )


def _place(after: str) -> tuple[int, int]:
    year, _mark, number = after.partition("~")
    digits = year.isascii() and year.isdigit() and number.isascii() and number.isdigit()
    if not digits or len(year) > 4 or len(number) > 9:
        raise Invalid([FieldProblem("after", _("This place in the list does not exist."))])
    return int(year), int(number)


def _entries(lines: list[BookLine], as_of: datetime) -> tuple[BookEntry, ...]:
    """Return lines as entries; six statements."""
    ids = [line.dossier_id for line in lines]
    dossiers = {one.pk: one for one in Dossier.objects.filter(pk__in=ids)}
    events: dict[int, dict[str, datetime]] = defaultdict(dict)
    told = Event.objects.filter(dossier_id__in=ids, type__in=[t.value for t in TOLD], at__lte=as_of)
    for dossier_id, kind, at in told.order_by("seq").values_list("dossier_id", "type", "at"):
        known = events[dossier_id]
        if kind == FactType.REOPENED:  # the result was wrong: it is not back yet
            known.pop(FactType.DONE, None)
        elif kind != FactType.ASSIGNED or kind not in known:  # the first hand-over counts
            known[kind] = at
    people = {
        one.dossier_id: one
        for one in Party.objects.filter(dossier_id__in=ids, role=PartyRole.APPLICANT)
    }
    results = Result.objects.filter(dossier_id__in=ids, delivered_at__lte=as_of)
    receivers = {one.dossier_id: one.receiver_name for one in results.order_by("version")}
    versions = versions_by_ids({one.procedure_version_id for one in dossiers.values()})
    units = units_by_ids({one.competent_unit_id for one in dossiers.values()})
    entries = []
    for line in lines:
        dossier, person = dossiers[line.dossier_id], people[line.dossier_id]
        known = events[line.dossier_id]
        ended = (t for t in (FactType.WITHDRAWN, FactType.STOPPED) if t in known)
        entries.append(
            BookEntry(
                year=line.year,
                number=line.number,
                code=dossier.code,
                procedure=versions[dossier.procedure_version_id].name,
                sets=dossier.sets,
                name=person.name,
                contact="; ".join(filter(None, (person.address, person.phone))),
                id_number=person.id_number,
                resolving_unit=unit_words(units[dossier.competent_unit_id]),
                received_at=line.at,
                due_at=dossier.due_original_at,
                handed_at=known.get(FactType.ASSIGNED),
                done_at=known.get(FactType.DONE),
                returned_at=known.get(FactType.RETURNED),
                return_method=ReturnMethod(dossier.return_method),
                receiver=receivers.get(line.dossier_id, ""),
                ended=next(ended, None),
                apologised=FactType.APOLOGISED in known,
            )
        )
    return tuple(entries)
