"""Freezing a report: the sheet, the lists behind it, the place in the events, the difference."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.dossiers.queries.later import events_place
from motcua.identity.types import Action, Actor, PostingView
from motcua.indicators.reports.sheets import sheet_settled
from motcua.indicators.reports.types import Sheet
from motcua.indicators.types import Period
from motcua.kernel import clock, signing
from motcua.kernel.errors import Refused, Stale
from motcua.kernel.saying import said
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.organisations.queries import unit_get
from motcua.organisations.types import UnitView
from motcua.oversight.frozen import rules
from motcua.oversight.frozen.models import FrozenReport
from motcua.oversight.frozen.queries import place_of, posting_at, row_get, sheet_of, text_of
from motcua.oversight.frozen.services._writing import (
    day_over,
    newest,
    standing_of,
    step_write,
    unit_lock,
)
from motcua.oversight.frozen.services.looking import (
    counted,
    difference,
    moving,
    sheet_text,
    stored_problems,
)
from motcua.oversight.frozen.services.telling import signers_tell
from motcua.oversight.frozen.types import Fact, Place, Spot, State
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


@transaction.atomic
def report_freeze(*, actor: Actor, unit_id: int, report: str, period: Period) -> str:
    """Freeze a report of a unit over a period that is over; return its code.

    Raises Forbidden, NotFound (no such report of this unit), Refused (there is one already, the
    period is not over, the figures cannot be shown).
    """
    posting = posting_at(actor, Action.REPORT_MAKE, unit_id)
    day_over(period, clock.today())
    unit_lock(unit_id)
    if newest(unit_id, report, period) is not None:
        raise Refused("there_already", _("This report is frozen already. Open it in the list."))
    unit = unit_get(unit_id)
    row = freeze(unit, addressed(unit, Order(report, period)), actor=actor, posting=posting)
    return row.code


@transaction.atomic
def report_renew(*, actor: Actor, code: str, version: int, reason: str) -> str:
    """Freeze the same report again as a new version, with what differs; return its code.

    The old version stays readable. One that nobody has sent yet is replaced at once; a sent one
    when the new version is sent. Raises NotFound, Forbidden, Invalid (no reason), Stale, Refused
    (somebody's signature is on the way, or nothing differs).
    """
    row = row_get(actor, code)
    posting = posting_at(actor, Action.REPORT_MAKE, row.unit_id)
    words = said(reason, "text", 1000)
    unit_lock(row.unit_id)
    period = Period(row.first_day, row.last_day)
    last = newest(row.unit_id, row.report, period)
    now = standing_of(row)
    if last is None or last.pk != row.pk or now.seq != version:
        raise Stale("stale", _("Somebody else wrote here meanwhile. Read what is new, then go on."))
    if not rules.may_renew(now):
        text = _("It bears a signature: send it back or withdraw it first, then freeze it anew.")
        raise Refused("in_hand", text)
    order = Order(row.report, period, row.due_on, row.rule_id, row.to_id, row.to_name)
    unit = unit_get(row.unit_id)
    made = freeze(unit, order, actor=actor, posting=posting, last=row, reason=words)
    if now.state in {State.DRAFTED, State.RETURNED}:
        step_write(row, now, Fact.REPLACED, actor=actor, posting=posting, other=made.code)
    return made.code


def freeze(
    unit: UnitView,
    order: Order,
    *,
    actor: Actor | None = None,
    posting: PostingView | None = None,
    last: FrozenReport | None = None,
    reason: str = "",
) -> FrozenReport:
    """Compute and keep a version; the unit is locked by the caller. See `report_renew`.

    Figures are those of the whole unit, whoever asks.
    """
    with scope_use(SYSTEM):
        place = Place(*events_place())  # before anything is counted: what comes later is later
        sheet, lists = _settled(order, unit, last.cut_off if last else None)
        what = _compared(last, sheet, lists) if last is not None else ""
        row = FrozenReport(
            code=rules.code_of(
                unit.code, order.report, order.period, last.version + 1 if last else 1
            ),
            unit_id=unit.id,
            report=order.report,
            first_day=order.period.first,
            last_day=order.period.last,
            version=last.version + 1 if last else 1,
            rule_id=order.rule_id,
            due_on=order.due_on,
            to_id=order.to_id,
            to_name=order.to_name,
            cut_off=sheet.cut_off,
            made_at=clock.now(),
            event=place.event,
            horizon=place.horizon,
            seal=place.seal,
            seal_hash=place.seal_hash,
            sheet=sheet_text(sheet),
            codes=rules.codes_pack(lists),
            difference=what,
            reason=reason,
            before=last.digest if last else "",
        )
        text = text_of(row, unit.code)
        row.digest, row.signature = rules.digest_of(text), signing.sign(text)
        row.save(force_insert=True)
        step_write(row, None, Fact.DRAFTED, actor=actor, posting=posting)
        signers_tell(row, Action.REPORT_MAKE, actor.account_id if actor else None, seq=1)
    return row


def _settled(
    order: Order, unit: UnitView, cut_off: datetime | None
) -> tuple[Sheet, dict[Spot, tuple[str, ...]]]:
    """Return sheet and lists; Refused `moving` while the index lacks an event about their time."""
    sheet, lists = counted(order.report, unit.id, order.period, cut_off)
    settled = sheet_settled(sheet)
    if settled is None:
        raise moving()
    return settled, lists


def _compared(last: FrozenReport, sheet: Sheet, lists: dict[Spot, tuple[str, ...]]) -> str:
    """Return what differs from the last version, as it is kept; Refused when nothing does."""
    if stored_problems(last):
        words = _(
            "The last version is not what was kept: it cannot be compared. Tell your operator."
        )
        raise Refused("unsound", words)
    before = rules.codes_unpack(bytes(last.codes))
    found = difference(sheet_of(last), before, sheet, lists, place_of(last))
    if not found.cells and standing_of(last).state is not State.WITHDRAWN:
        raise Refused("same", _("Nothing differs: the frozen report stands as it is."))
    if found.unexplained:
        words = _(
            "Figures differ though nothing was recorded about %(codes)s. Nothing is frozen until "
            "your operator has run the check of the events."
        ) % {"codes": ", ".join(found.unexplained[:5])}
        raise Refused("unexplained", words)
    return rules.canonical(rules.difference_plain(found))


def addressed(unit: UnitView, order: Order) -> Order:
    """Return the order with the unit that receives the report: the province, else nobody here."""
    to = register_unit(unit.id)
    if to.id == unit.id:
        return Order(order.report, order.period, order.due_on, order.rule_id, None, order.to_name)
    return Order(order.report, order.period, order.due_on, order.rule_id, to.id, to.full_name)
