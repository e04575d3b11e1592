"""Corrections of the register: a wrong line is struck out and stays, with reason and by whom."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.certification.models import Entry, EntryCancellation, Row
from motcua.certification.services._batch import batch_lock
from motcua.certification.types import RowState, Stage
from motcua.dossiers.services.ending import dossier_approval_undo
from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, NotFound, Refused
from motcua.kernel.text import nfc

REASON_LEAST, REASON_MOST = 5, 500


def entry_cancel(*, actor: Actor, entry_id: int, reason: str) -> None:
    """Strike out a line of the register; its number is given to nothing else, ever.

    Somebody else who may certify does it, not whoever certified the line. While the dossier is
    being worked on, the paper gets a new number at once when it is certified again; what waits for
    the seal goes back to be compared. Once the result is issued, the dossier is opened again first.
    Raises NotFound, Invalid, Forbidden, Refused `own_entry`, `struck_out` for the second of two.
    """
    words = nfc(reason)
    if not REASON_LEAST <= len(words) <= REASON_MOST:
        text = _("Say what is wrong with the line, in 5 to 500 characters.")
        raise Invalid([FieldProblem("reason", text)])
    with transaction.atomic():
        entry = Entry.objects.select_related("dossier").filter(pk=entry_id).first()
        if entry is None:
            raise NotFound("entry_unknown", _("There is no such line of the register here."))
        posting = actor.posting_for(Action.DOSSIER_APPROVE, entry.unit_id)
        batch = batch_lock(entry.dossier.code)
        if entry.certified_by == posting.account_id:
            raise Refused(
                "own_entry",
                _("You certified this yourself. Another person who may certify strikes it out."),
            )
        if EntryCancellation.objects.filter(entry=entry).exists():
            raise Refused("struck_out", _("This line has been struck out already."))
        EntryCancellation.objects.create(
            entry=entry,
            at=clock.now(),
            account_id=posting.account_id,
            posting_id=posting.id,
            reason=words,
        )
        again = batch.stage in {Stage.CHECK.value, Stage.CERTIFY.value, Stage.SEAL.value}
        state = RowState.WAITING if again else RowState.CANCELLED
        Row.objects.filter(pk=entry.row_id).update(state=state.value)
        if batch.stage == Stage.SEAL.value:
            dossier_approval_undo(actor=actor, code=entry.dossier.code, reason=words)
