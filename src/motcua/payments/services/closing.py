"""The end of a day's books: looked through by a person, with the figures of that moment."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, Refused
from motcua.payments.models import DayClosing, DayReopening, Mismatch
from motcua.payments.queries.desk import day_figures
from motcua.payments.queries.tills import cash_refusal, tills_of
from motcua.payments.services.locks import day_lock, day_lock_whole

REASON_MAX = 500


def cash_open(unit_id: int, day: date) -> None:
    """Let nobody close a unit's cash of a day until commit; raises Refused when it is closed.

    Inside the transaction that moves the cash, after its order was locked.
    """
    day_lock(unit_id, day)
    refusal = cash_refusal(unit_id, day)
    if refusal is not None:
        raise refusal


def day_close(*, actor: Actor, day: date, note: str = "") -> None:
    """Close a day of the official's own unit and of what is below it: no cash moves any more.

    Raises Forbidden, Invalid for a day to come, Refused while a difference of that day or before is
    open (`differences_open`), while cash of that day is not handed over and counted
    (`tills_open`), and when the day is closed already (`day_closed`). Cash that is being taken just
    now is waited for, and counts.
    """
    posting = actor.posting_for(Action.PAYMENT_RECONCILE)
    if day > clock.today():
        raise Invalid([FieldProblem("day", _("This day has not come yet."))])
    units = posting.unit_ids
    with transaction.atomic():
        day_lock_whole(posting.unit_id, day)
        before = _last(posting.unit_id, day)
        if before is not None and not hasattr(before, "reopening"):
            raise Refused("day_closed", _("This day is closed already."))
        open_ = Mismatch.objects.filter(unit_id__in=units, day__lte=day, resolved_at__isnull=True)
        if open_.exists():
            raise Refused(
                "differences_open", _("Make every difference up to this day clear first.")
            )
        if any(till.unit_id in units and not till.settled for till in tills_of(day)):
            raise Refused(
                "tills_open", _("Cash of this day is not handed over, or not counted yet.")
            )
        DayClosing.objects.create(
            unit_id=posting.unit_id,
            day=day,
            turn=before.turn + 1 if before is not None else 1,
            closed_by=posting.account_id,
            closed_at=clock.now(),
            figures=_figures(day, units),
            note=" ".join(note.split())[:500],
        )


def day_reopen(*, actor: Actor, day: date, reason: str) -> None:
    """Open a closed day of the official's own unit again, so that cash moves on it.

    The closing stays on record with its figures, with who opened the day again and why; then the
    day is closed anew. Raises Forbidden, Invalid without a reason, Refused when it is not closed.
    """
    posting = actor.posting_for(Action.PAYMENT_RECONCILE)
    words = " ".join(reason.split())
    if not 5 <= len(words) <= REASON_MAX:
        raise Invalid([FieldProblem("reason", _("Say why the day is opened again."))])
    with transaction.atomic():
        day_lock_whole(posting.unit_id, day)
        closing = _last(posting.unit_id, day)
        if closing is None or hasattr(closing, "reopening"):
            raise Refused("day_open", _("This day is open."))
        DayReopening.objects.create(
            closing=closing,
            unit_id=posting.unit_id,
            reopened_by=posting.account_id,
            reopened_at=clock.now(),
            reason=words,
        )


def _last(unit_id: int, day: date) -> DayClosing | None:
    rows = DayClosing.objects.select_related("reopening").filter(unit_id=unit_id, day=day)
    return rows.order_by("-turn").first()


def _figures(day: date, units: frozenset[int]) -> dict[str, dict[str, int]]:
    return {
        one.method.value: {
            "received": one.received,
            "received_vnd": one.received_vnd,
            "refunded": one.refunded,
            "refunded_vnd": one.refunded_vnd,
        }
        for one in day_figures(day, unit_ids=units)
    }
