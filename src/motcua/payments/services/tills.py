"""Cash of the counter at the day's end: handed over by one person, counted by another."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, NotFound, Refused
from motcua.payments.models import TillHandOver
from motcua.payments.queries.tills import till_get
from motcua.payments.services.locks import till_lock
from motcua.payments.services.mismatches import TILL, mismatch_note, own_cash
from motcua.payments.types import Method, MismatchKind

NOTE_MAX = 300
AMOUNT_MAX = 10**12


def till_hand_over(
    *, actor: Actor, unit_id: int, day: date, handed_vnd: int, note: str = ""
) -> int:
    """Record that an official hands over what is in the till for a day; return the hand-over.

    `handed_vnd` is what was counted. When it is not what the books say, a note says why. Raises
    Forbidden, Invalid, Refused when there is nothing to hand over.
    """
    posting = actor.posting_for(Action.DOSSIER_FEE, unit_id)
    words = " ".join(note.split())[:NOTE_MAX]
    with transaction.atomic():
        till_lock(unit_id, posting.account_id)
        till = till_get(unit_id=unit_id, account_id=posting.account_id, day=day)
        if not till.left_vnd:
            raise Refused("till_empty", _("There is nothing to hand over for this day."))
        if not 0 <= handed_vnd <= AMOUNT_MAX:
            raise Invalid([FieldProblem("handed_vnd", _("Enter what you have counted, in dong."))])
        if handed_vnd != till.left_vnd and len(words) < 5:
            raise Invalid(
                [FieldProblem("note", _("Say why this is not what was taken less what went back."))]
            )
        row = TillHandOver.objects.create(
            unit_id=unit_id,
            account_id=posting.account_id,
            day=day,
            due_vnd=till.left_vnd,
            handed_vnd=handed_vnd,
            note=words,
            made_at=clock.now(),
        )
    return row.pk


def hand_over_receive(*, actor: Actor, hand_over_id: int, received_vnd: int) -> None:
    """Record what the finance office counted; what does not agree is noted as a difference.

    Raises NotFound, Forbidden, Invalid, Refused: nobody receives their own cash, nor twice.
    """
    with transaction.atomic():
        row = TillHandOver.objects.select_for_update().filter(pk=hand_over_id).first()
        if row is None:
            raise NotFound("hand_over_unknown", _("There is no such hand-over here."))
        posting = actor.posting_for(Action.PAYMENT_RECONCILE, row.unit_id)
        if row.account_id == posting.account_id:
            raise own_cash()
        if row.received_at is not None:
            raise Refused("hand_over_received", _("Somebody has counted this cash already."))
        if not 0 <= received_vnd <= AMOUNT_MAX:
            raise Invalid(
                [FieldProblem("received_vnd", _("Enter what you have counted, in dong."))]
            )
        row.received_vnd, row.received_by = received_vnd, posting.account_id
        row.received_at = clock.now()
        row.save(update_fields=["received_vnd", "received_by", "received_at"])
        if received_vnd != row.due_vnd:
            mismatch_note(
                unit_id=row.unit_id,
                day=row.day,
                kind=MismatchKind.CASH,
                method=Method.CASH,
                reference=f"{TILL}{row.pk}",
                here_vnd=row.due_vnd,
                there_vnd=received_vnd,
            )
