"""Which register of certified copies, which days, which words: read from the address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import Http404

from motcua.certification.queries import register_units
from motcua.certification.rules import book_on
from motcua.certification.types import EntryView
from motcua.identity.access import SignedInRequest
from motcua.identity.types import Action, Actor, PostingView
from motcua.kernel import clock
from motcua.kernel.audit import reading_record
from motcua.office.period import Choice, choice_of
from motcua.office.reading import units_readable
from motcua.organisations.queries import units_by_ids
from motcua.organisations.types import UnitView

TEXT_MAX = 100


@dataclass(frozen=True)
class RegisterChoice:
    """The unit whose register it is, the registers there are, the period, the words sought."""

    period: Choice
    unit: UnitView
    units: tuple[UnitView, ...]
    text: str
    title: str
    readable: frozenset[int] | None  # whose people may be listed; None: every unit in the scope
    posting: PostingView  # under which the register is read

    @property
    def days(self) -> tuple[date, date]:
        """Return the first and the last day."""
        return self.period.period.first, self.period.period.last

    @property
    def query(self) -> dict[str, str]:
        """Return the address's part that names the same lines."""
        more = {"q": self.text} if self.text else {}
        return {**self.period.query, "book": self.unit.code, **more}


def register_choice(request: SignedInRequest) -> RegisterChoice:
    """Read the choice; without one the first register in sight, this month. Raises Http404."""
    period = choice_of(request, Action.DOSSIER_READ)
    readable = units_readable(request.actor)
    keepers = _keepers(request.actor)
    found = units_by_ids(register_units(keepers, readable) or [period.unit.id])
    units = tuple(sorted(found.values(), key=lambda one: one.path))
    wanted = request.GET.get("book", "")
    unit = next((one for one in units if one.code == wanted), None)
    if unit is None and wanted:
        raise Http404
    chosen = unit or units[0]
    return RegisterChoice(
        period,
        chosen,
        units,
        " ".join(request.GET.get("q", "").replace("\x00", "").split())[:TEXT_MAX],
        book_on(clock.today()).title,
        readable,
        request.actor.posting_for(Action.DOSSIER_READ, *keepers[chosen.id]),
    )


def _keepers(actor: Actor) -> dict[int, tuple[int, ...]]:
    """Return units that may keep a register one reads: with each, the units of one's own there.

    They are the units of one's postings, those under them, and the committees above a counter or
    an office, which certify while their bodies take in and compare.
    """
    postings = [one for one in actor.postings if one.may(Action.DOSSIER_READ)]
    posted = units_by_ids({one.unit_id for one in postings})
    keepers: dict[int, tuple[int, ...]] = {
        unit: (unit,) for one in postings for unit in one.unit_ids
    }
    above: dict[int, tuple[int, ...]] = {}
    for unit in posted.values():
        for one in unit.path_ids[:-1]:
            above[one] = (*above.get(one, ()), unit.id)
    return above | keepers  # a posting that covers the register itself comes first


def register_reading(
    request: SignedInRequest, choice: RegisterChoice, entries: Sequence[EntryView]
) -> None:
    """Record who read the register, for each person in it to see."""
    reading_record(
        account_id=request.actor.account_id,
        posting_id=choice.posting.id,
        subject=f"certified_copies:{choice.unit.id}",
        purpose="register of certified copies",
        route=request.resolver_match.view_name if request.resolver_match else "",
        id_numbers=[one.id_number for one in entries if one.id_number],
    )
