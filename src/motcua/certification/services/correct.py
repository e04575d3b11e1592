"""A row of a batch that was written down wrong is corrected, before anything is certified."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.certification.models import Batch, Row, RowChange
from motcua.certification.queries import batch_unknown, row_fees
from motcua.certification.rules import COUNT_MAX, NAME_MAX, NOTE_MAX
from motcua.certification.services._batch import batch_lock, paid_check, rows_of, step_of, sums_put
from motcua.certification.types import Correction, RowState
from motcua.dossiers.services.fee_change import dossier_fee_recount
from motcua.dossiers.views import DossierView
from motcua.identity.types import Action, Actor, PostingView
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, Refused, Stale
from motcua.kernel.text import nfc
from motcua.procedures.counts import PageCount
from motcua.workflow.types import Act


def row_correct(*, actor: Actor, code: str, correction: Correction) -> int:
    """Correct title, pages and copies of one original, with a reason; the fee follows.

    For whoever compares, at that step, as long as the paper waits for its number. What the row
    said before stays in its history. Returns how much was paid too much and has not been asked
    back yet (dong): finance gives it back by a refund.
    Raises Invalid (`name`, `pages`, `copies`, `reason`), NotFound, Forbidden, Stale `row_changed`
    for the second of two, Refused `not_this_step` once the check is finished, `row_settled` for a
    paper that is refused or certified, `paid_less` when it would cost more than was paid.
    """
    wanted = _clean(correction)
    with transaction.atomic():
        batch = batch_lock(code)
        dossier, item = step_of(code, Act.APPRAISE)
        posting = actor.posting_for(Action.DOSSIER_APPRAISE, item.unit_id)
        row = _row(batch, wanted)
        counted = (row.pages, row.copies) != (wanted.pages, wanted.copies)
        asked_before = _asked(batch)
        _write(row, wanted, dossier, batch.unit_id, posting)
        if not counted:
            return 0
        sums_put(batch, _live(batch))
        batch.save(update_fields=["papers", "copies", "fee_vnd"])
        return _fee_follow(actor, code, batch, wanted, raised=_asked(batch) > asked_before)


def _clean(asked: Correction) -> Correction:
    """Return a correction as it is kept; raises Invalid with every wrong field."""
    name, reason = nfc(asked.name), nfc(asked.reason)
    number = _("Enter a whole number from 1 to 999.")
    problems = []
    if not name:
        problems.append(FieldProblem("name", _("Enter what the paper is called.")))
    for field, value in (("pages", asked.pages), ("copies", asked.copies)):
        if not 1 <= value <= COUNT_MAX:
            problems.append(FieldProblem(field, number))
    if not reason:
        problems.append(FieldProblem("reason", _("Say what was wrong.")))
    elif len(reason) > NOTE_MAX:
        words = _("This is too long; 500 characters at most.")
        problems.append(FieldProblem("reason", words))
    if problems:
        raise Invalid(problems)
    return Correction(
        asked.position, asked.version, name[:NAME_MAX], asked.pages, asked.copies, reason
    )


def _row(batch: Batch, wanted: Correction) -> Row:
    """Return the row that is to be corrected, as it was looked at; the batch is locked."""
    row = Row.objects.filter(batch=batch, position=wanted.position).first()
    if row is None:
        raise batch_unknown()
    if row.state != RowState.WAITING.value:
        raise Refused("row_settled", _("This paper is refused or certified already."))
    if row.version != wanted.version:
        raise Stale(
            "row_changed",
            _("Somebody has corrected this paper meanwhile. Read what it says now, then go on."),
        )
    if (row.name, row.pages, row.copies) == (wanted.name, wanted.pages, wanted.copies):
        raise Invalid([FieldProblem("name", _("Nothing differs from what stands there."))])
    return row


def _write(
    row: Row, wanted: Correction, dossier: DossierView, unit_id: int, posting: PostingView
) -> None:
    """Write what the row says since, and what it said before."""
    fee = row_fees(
        dossier.procedure,
        unit_id,
        [(wanted.pages, wanted.copies)],
        on_day=clock.local(dossier.accepted_at or dossier.submitted_at).date(),
        groups=dossier.content.get("fee_groups", ()),
    )[0]
    RowChange.objects.create(
        row=row,
        version=row.version + 1,
        at=clock.now(),
        account_id=posting.account_id,
        posting_id=posting.id,
        reason=wanted.reason,
        name_before=row.name,
        pages_before=row.pages,
        copies_before=row.copies,
        fee_before_vnd=row.fee_vnd,
        name=wanted.name,
        pages=wanted.pages,
        copies=wanted.copies,
        fee_vnd=fee,
    )
    row.name, row.pages, row.copies = wanted.name, wanted.pages, wanted.copies
    row.fee_vnd, row.version = fee, row.version + 1
    row.save(update_fields=["name", "pages", "copies", "fee_vnd", "version"])


def _fee_follow(actor: Actor, code: str, batch: Batch, wanted: Correction, *, raised: bool) -> int:
    """Reckon the dossier's fee anew; what was paid is compared while the dossier is locked."""
    too_much = dossier_fee_recount(
        actor=actor,
        code=code,
        papers=[PageCount(row.pages, row.copies) for row in _live(batch)],
        reason=f"{wanted.position}. {wanted.reason}"[:1000],
    )
    back = paid_check(code, _asked(batch), raised=raised)
    return 0 if back is None else max(0, too_much - back)


def _live(batch: Batch) -> list[Row]:
    return rows_of(batch, RowState.WAITING, RowState.CERTIFIED)


def _asked(batch: Batch) -> int:
    return sum(row.fee_vnd for row in _live(batch))
