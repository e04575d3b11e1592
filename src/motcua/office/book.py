"""Which register book, which days, and as it stood when: read from the address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import Http404

from motcua.dossiers.queries.book import BookEntry, book_unit_ids
from motcua.identity.access import SignedInRequest
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.kernel.audit import reading_record
from motcua.office.period import Choice, choice_of
from motcua.organisations.queries import units_by_ids
from motcua.organisations.types import UnitView


@dataclass(frozen=True)
class BookChoice:
    """The unit whose book it is, the books there are, the period, and the instant it is told of."""

    period: Choice
    unit: UnitView
    units: tuple[UnitView, ...]
    at_end: bool
    as_of: datetime

    @property
    def query(self) -> dict[str, str]:
        """Return the address's part that names the same book."""
        more = {"stood": "end"} if self.at_end else {}
        return {**self.period.query, "book": self.unit.code, **more}


def book_choice(request: SignedInRequest) -> BookChoice:
    """Read the choice; without one the first book of the person's widest unit, this month.

    Raises Http404 for a book outside the person's units.
    """
    period = choice_of(request, Action.DOSSIER_READ)
    ids = book_unit_ids(period.unit_ids) or [period.unit.id]
    found = units_by_ids(ids)
    units = tuple(sorted(found.values(), key=lambda one: one.path))
    wanted = request.GET.get("book", "")
    unit = next((one for one in units if one.code == wanted), None)
    if unit is None and wanted:
        raise Http404
    at_end = request.GET.get("stood") == "end"
    end = clock.midnight(period.period.last + timedelta(days=1))
    now = clock.now()
    as_of = min(end, now) if at_end else now
    return BookChoice(period, unit or units[0], units, at_end, as_of)


def book_reading_record(
    request: SignedInRequest, unit: UnitView, entries: tuple[BookEntry, ...]
) -> None:
    """Record who read the book, for each person in it to see."""
    reading_record(
        account_id=request.actor.account_id,
        posting_id=request.actor.posting_for(Action.DOSSIER_READ, unit.id).id,
        subject=f"register:{unit.id}",
        purpose="register book",
        route=request.resolver_match.view_name if request.resolver_match else "",
        id_numbers=[one.id_number for one in entries if one.id_number],
    )
