"""Asking the worker for a version or for sending; whoever asks is answered at once.

What can be refused now is refused now; the same is looked at again when the work is done
(`working`). Two who ask at once for the same report meet at one order.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from motcua.identity.types import Action, Actor
from motcua.indicators.reports.refusals import report_unknown
from motcua.indicators.reports.sheets import reports_of
from motcua.indicators.types import Period
from motcua.kernel import clock
from motcua.kernel.errors import NotFound, Refused
from motcua.kernel.saying import said
from motcua.oversight.frozen import rules
from motcua.oversight.frozen.models import FrozenReport, ReportOrder
from motcua.oversight.frozen.queries import posting_at, row_get
from motcua.oversight.frozen.services._writing import (
    day_over,
    locked,
    newest,
    proved_check,
    stale,
    standing_of,
    unit_lock,
    why,
)
from motcua.oversight.frozen.services.making import Order
from motcua.oversight.frozen.types import Act, Fact, Standing

NEW: dict[str, Any] = {
    "work_until": None, "not_before": None, "tries": 0, "begun_at": None, "part": "", "done": 0,
    "total": 0, "problem": "", "words": "", "codes": "", "found": "", "ended_at": None,
    "made": None,
}  # fmt: skip


@transaction.atomic
def report_freeze(*, actor: Actor, unit_id: int, report: str, period: Period) -> bool:
    """Ask for the first version of a unit's report over a period that is over.

    False: somebody has asked already and it is being made. Raises Forbidden, NotFound (no such
    report of this unit), Refused (there is one already, the period is not over, `unproved`).
    """
    return _freeze(actor, unit_id, Order(report, period))


def _freeze(actor: Actor, unit_id: int, order: Order) -> bool:
    posting_at(actor, Action.REPORT_MAKE, unit_id)
    if order.report not in reports_of(unit_id):
        raise report_unknown()
    day_over(order.period, clock.today())
    proved_check()
    unit_lock(unit_id)
    if newest(unit_id, order.report, order.period) is not None:
        raise there_already()
    return order_put(unit_id, Act.FREEZE, order, actor=actor)


@transaction.atomic
def report_renew(*, actor: Actor, code: str, version: int, reason: str) -> None:
    """Ask for the same report as a new version, with what differs.

    The old version stays readable. One that nobody has sent yet is replaced at once; a sent one
    when the new version is sent. Raises NotFound, Forbidden, Invalid (no reason), Stale, Refused
    (somebody's signature is on the way, it is in work, `unproved`).
    """
    row = row_get(actor, code)
    posting_at(actor, Action.REPORT_MAKE, row.unit_id)
    words = said(reason, "text", 1000)
    unit_lock(row.unit_id)
    renewable(row, version)
    proved_check()
    _put_for(row, Act.RENEW, version, actor=actor, reason=words)


@transaction.atomic
def report_send(*, actor: Actor, code: str, version: int) -> None:
    """Ask for sending an approved report; it is sent after it was looked at whole.

    Raises NotFound, Forbidden, Stale, Refused (not approved, it is in work, `unproved`).
    """
    row, now = locked(actor, code, version)
    posting_at(actor, Action.REPORT_MAKE, row.unit_id)
    found = rules.problem(now, Fact.SENT, actor.account_id)
    if found:
        raise Refused(found, why(found))
    proved_check()
    _put_for(row, Act.SEND, version, actor=actor)


@transaction.atomic
def report_look_ask(*, actor: Actor, code: str) -> bool:
    """Ask to have a report computed again and compared, for whoever may read it; changes nothing.

    False: somebody has asked already and it is in work. Raises NotFound.
    """
    row = row_get(actor, code)
    unit_lock(row.unit_id)
    return order_put(row.unit_id, Act.LOOK, _order_of(row), actor=actor, base=row)


@transaction.atomic
def order_again(*, actor: Actor, order_id: int) -> None:
    """Ask again for what came to nothing, as it was asked. NotFound, Forbidden, Stale, Refused.

    A look is asked for again by whoever may read the report, all else by its makers.
    """
    row = _ended(actor, order_id)
    if row.base is None:
        period = Period(row.first_day, row.last_day)
        # the schedule's rule, day and addressee go along: the version says by which rule it is due
        order = Order(row.report, period, row.due_on, row.rule_id, to_name=row.to_name)
        _freeze(actor, row.unit_id, order)
        return
    if row.act == Act.LOOK:
        report_look_ask(actor=actor, code=row.base.code)
        return
    asked: dict[str, Any] = {"actor": actor, "code": row.base.code, "version": row.base_seq}
    if row.act == Act.RENEW:
        report_renew(**asked, reason=row.reason)
    else:
        report_send(**asked)


@transaction.atomic
def order_drop(*, actor: Actor, order_id: int) -> None:
    """Tell no longer what came to nothing. NotFound, Forbidden, Refused (it is still in work)."""
    row = _ended(actor, order_id)
    row.problem, row.words, row.codes = "", "", ""
    row.save(update_fields=["problem", "words", "codes"])


def _ended(actor: Actor, order_id: int) -> ReportOrder:
    row = ReportOrder.objects.select_related("base").filter(pk=order_id).first()
    if row is None or not actor.may(Action.REPORT_READ, row.unit_id):
        raise NotFound("order_unknown", _("There is no such request here."))
    if row.act != Act.LOOK:  # which changes nothing: whoever reads the report asked for it
        posting_at(actor, Action.REPORT_MAKE, row.unit_id)
    unit_lock(row.unit_id)
    row.refresh_from_db(fields=["ended_at", "problem"])
    if row.ended_at is None or not row.problem:
        raise Refused("not_now", why("not_now"))
    return row


# --- shared with the schedule and the worker -----------------------------------------------------
def renewable(row: FrozenReport, version: int) -> Standing:
    """Return where a report stands that may be frozen anew; Stale, Refused. The unit is locked."""
    last = newest(row.unit_id, row.report, Period(row.first_day, row.last_day))
    now = standing_of(row)
    if last is None or last.pk != row.pk or now.seq != version:
        raise stale()
    if not rules.may_renew(now):
        text = _("It bears a signature: send it back or withdraw it first, then freeze it anew.")
        raise Refused("in_hand", text)
    return now


def there_already() -> Refused:
    """Refuse a first version where there is one."""
    return Refused("there_already", _("This report is frozen already. Open it in the list."))


def order_put(
    unit_id: int,
    act: Act,
    order: Order,
    *,
    actor: Actor | None = None,
    **more: Any,
) -> bool:
    """Put an order for the worker; False where one about this report is open. Unit locked."""
    about: dict[str, Any] = {
        "unit_id": unit_id,
        "report": order.report,
        "first_day": order.period.first,
        "last_day": order.period.last,
    }
    if act is Act.LOOK:
        about |= {"act": act.value, "base": more["base"]}
        rows = ReportOrder.objects.all()
    else:
        rows = ReportOrder.objects.exclude(act=Act.LOOK.value)
    if rows.filter(**about, ended_at__isnull=True).exists():
        return False
    language = translation.get_language() if actor else None
    given: dict[str, Any] = {
        **NEW,
        "act": act.value,
        "base": None,
        "base_seq": 0,
        "reason": "",
        "rule_id": order.rule_id,
        "due_on": order.due_on,
        "to_name": order.to_name,
        "asked_at": clock.now(),
        "account_id": actor.account_id if actor else None,
        "name": actor.name if actor else "",
        "language": (language or settings.DEFAULT_LANGUAGE)[:2],
    }
    rows.update_or_create(**about, defaults={**given, **more})
    return True


def _put_for(row: FrozenReport, act: Act, version: int, *, actor: Actor, reason: str = "") -> None:
    order = _order_of(row)
    more = {"base": row, "base_seq": version, "reason": reason}
    if not order_put(row.unit_id, act, order, actor=actor, **more):
        words = _("It is in work already: somebody has asked before you. You see how far it is.")
        raise Refused("in_work", words)


def _order_of(row: FrozenReport) -> Order:
    return Order(
        row.report, Period(row.first_day, row.last_day), row.due_on, row.rule_id, row.to_id,
        row.to_name,
    )  # fmt: skip
