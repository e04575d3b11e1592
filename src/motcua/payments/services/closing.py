"""The end of a day's books: looked through by a person, with the figures of that moment."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, Refused
from motcua.payments.models import DayClosing, Mismatch
from motcua.payments.queries.desk import day_figures
from motcua.payments.queries.tills import tills_of


def day_close(*, actor: Actor, day: date, note: str = "") -> None:
    """Close a day of the official's own unit and of what is below it.

    Raises Forbidden, Invalid for a day to come, Refused while a difference of that day or before is
    open (`differences_open`), while cash of that day is not handed over and counted
    (`tills_open`), and when the day is closed already (`day_closed`).
    """
    posting = actor.posting_for(Action.PAYMENT_RECONCILE)
    if day > clock.today():
        raise Invalid([FieldProblem("day", _("This day has not come yet."))])
    units = posting.unit_ids
    open_ = Mismatch.objects.filter(unit_id__in=units, day__lte=day, resolved_at__isnull=True)
    if open_.exists():
        raise Refused("differences_open", _("Make every difference up to this day clear first."))
    if any(till.unit_id in units and not till.settled for till in tills_of(day)):
        raise Refused("tills_open", _("Cash of this day is not handed over, or not counted yet."))
    figures = {
        one.method.value: {
            "received": one.received,
            "received_vnd": one.received_vnd,
            "refunded": one.refunded,
            "refunded_vnd": one.refunded_vnd,
        }
        for one in day_figures(day, unit_ids=units)
    }
    try:
        with transaction.atomic():
            DayClosing.objects.create(
                unit_id=posting.unit_id,
                day=day,
                closed_by=posting.account_id,
                closed_at=clock.now(),
                figures=figures,
                note=" ".join(note.split())[:500],
            )
    except IntegrityError:
        raise Refused("day_closed", _("This day is closed already.")) from None
