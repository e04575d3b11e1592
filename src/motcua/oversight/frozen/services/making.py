"""Freezing a report: the sheet, the lists behind it, the place in the events, the difference.

Counting takes minutes for a province and is done by the worker without a lock (`working`); what
is kept is written in a moment.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from motcua.dossiers.queries.later import events_place
from motcua.identity.types import Action, Actor, PostingView
from motcua.indicators.reports.sheets import sheet_settled
from motcua.indicators.reports.types import Sheet
from motcua.indicators.services.cases import BATCH as CASES
from motcua.indicators.services.cases import cases_follow
from motcua.indicators.types import Period
from motcua.kernel import clock, signing
from motcua.kernel.errors import Refused
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.organisations.types import UnitView
from motcua.oversight.frozen import rules
from motcua.oversight.frozen.models import FrozenReport
from motcua.oversight.frozen.queries import sheet_of, text_of
from motcua.oversight.frozen.services._writing import standing_of, step_write
from motcua.oversight.frozen.services.looking import (
    MOVING,
    Tell,
    counted,
    difference,
    moving,
    quiet,
    sheet_text,
    stored_problems,
)
from motcua.oversight.frozen.services.telling import signers_tell
from motcua.oversight.frozen.types import Fact, Part, Place, Spot, State
from motcua.oversight.queries.places import register_unit


@dataclass(frozen=True)
class Order:
    """What is to be frozen, and for whom."""

    report: str
    period: Period
    due_on: date | None = None
    rule_id: int | None = None
    to_id: int | None = None
    to_name: str = ""


@dataclass(frozen=True)
class Counted:
    """What a version will say: counted, compared, nothing of it written yet."""

    place: Place
    sheet: Sheet
    lists: Mapping[Spot, tuple[str, ...]]
    difference: str


def report_count(
    order: Order, unit: UnitView, last: FrozenReport | None, tell: Tell = quiet
) -> Counted:
    """Compute a version of a report: the long part, which writes nothing and locks nothing.

    Figures are those of the whole unit, whoever asks. Where the index lacks an event of their time
    it follows first. Raises Refused `moving` when even then figures move; with a last version what
    `report_sheet` raises, `same` when nothing differs, `unexplained` when figures differ and no
    event says why.
    """
    with scope_use(SYSTEM):
        place = Place(*events_place())  # before anything is counted: what comes later is later
    cut_off = last.cut_off if last else None
    try:
        sheet, lists = _settled(order, unit, cut_off, tell)
    except Refused as refusal:
        if refusal.code != MOVING:
            raise
        _index_follow(tell)
        sheet, lists = _settled(order, unit, cut_off, tell)
    tell(Part.KEEPING, 0, 0)
    return Counted(place, sheet, lists, _compared(last, sheet, lists) if last is not None else "")


def version_keep(
    unit: UnitView,
    order: Order,
    what: Counted,
    *,
    actor: Actor | None = None,
    posting: PostingView | None = None,
    last: FrozenReport | None = None,
    reason: str = "",
) -> FrozenReport:
    """Keep a version that was counted; in one transaction, the unit is locked by the caller."""
    number = last.version + 1 if last else 1
    row = FrozenReport(
        code=rules.code_of(unit.code, order.report, order.period, number),
        unit_id=unit.id,
        report=order.report,
        first_day=order.period.first,
        last_day=order.period.last,
        version=number,
        rule_id=order.rule_id,
        due_on=order.due_on,
        to_id=order.to_id,
        to_name=order.to_name,
        cut_off=what.sheet.cut_off,
        made_at=clock.now(),
        event=what.place.event,
        horizon=what.place.horizon,
        seal=what.place.seal,
        seal_hash=what.place.seal_hash,
        sheet=sheet_text(what.sheet),
        codes=rules.codes_pack(what.lists),
        difference=what.difference,
        reason=reason,
        before=last.digest if last else "",
    )
    text = text_of(row, unit.code)
    row.digest, row.signature = rules.digest_of(text), signing.sign(text)
    row.save(force_insert=True)
    step_write(row, None, Fact.DRAFTED, actor=actor, posting=posting)
    signers_tell(row, Action.REPORT_MAKE, actor.account_id if actor else None, seq=1)
    return row


def _index_follow(tell: Tell) -> None:
    tell(Part.NUMBERS, 0, 0)
    while cases_follow() == CASES:
        tell(Part.NUMBERS, 0, 0)


def _settled(
    order: Order, unit: UnitView, cut_off: datetime | None, tell: Tell
) -> tuple[Sheet, dict[Spot, tuple[str, ...]]]:
    """Return sheet and lists; Refused `moving` while the index lacks an event about their time."""
    sheet, lists = counted(order.report, unit.id, order.period, cut_off, tell)
    with scope_use(SYSTEM):
        settled = sheet_settled(sheet)
    if settled is None:
        raise moving()
    return settled, lists


def _compared(last: FrozenReport, sheet: Sheet, lists: dict[Spot, tuple[str, ...]]) -> str:
    """Return what differs from the last version, as it is kept; Refused when nothing does."""
    with scope_use(SYSTEM):
        wrong = stored_problems(last)
        withdrawn = standing_of(last).state is State.WITHDRAWN
    if wrong:
        words = _(
            "The last version is not what was kept: it cannot be compared. Tell your operator."
        )
        raise Refused("unsound", words)
    before = rules.codes_unpack(bytes(last.codes))
    found = difference(sheet_of(last), before, sheet, lists, last)
    if not found.cells and not withdrawn:
        raise Refused("same", _("Nothing differs: the frozen report stands as it is."))
    if found.unexplained:
        words = _(
            "Figures differ though nothing was recorded that explains it. Nothing is frozen until "
            "your operator has run the check of the events."
        )
        raise Refused("unexplained", words, codes=found.unexplained)
    return rules.canonical(rules.difference_plain(found))


def addressed(unit: UnitView, order: Order) -> Order:
    """Return the order with the unit that receives the report: the province, else nobody here."""
    to = register_unit(unit.id)
    if to.id == unit.id:
        return Order(order.report, order.period, order.due_on, order.rule_id, None, order.to_name)
    return Order(order.report, order.period, order.due_on, order.rule_id, to.id, to.full_name)
