"""Certifying: numbers of the register are given when the signer certifies, and never before."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.certification.models import Batch, Entry, Row
from motcua.certification.rules import book_on, number_text, results_text, volume_of
from motcua.certification.services._batch import batch_lock, outcome_of, rows_of, step_of
from motcua.certification.types import RowState
from motcua.dossiers.queries.capacity import capacity_of
from motcua.dossiers.services import WorkDetails, work_complete
from motcua.dossiers.services.papers import number_next
from motcua.dossiers.services.signing import APPROVED, signature_make
from motcua.dossiers.views import DossierView
from motcua.identity.capacity_rules import DocumentKind
from motcua.identity.types import Action, Actor, PostingView
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.text import search_key
from motcua.organisations.queries import unit_get
from motcua.workflow.types import Act

ISSUED = "issued"


def batch_certify(*, actor: Actor, code: str) -> tuple[str, ...]:
    """Certify every paper of a batch; return the numbers that it got, as they are written.

    One number per original, whatever the number of its copies (Decree 23/2015/NĐ-CP, article 14).
    Numbers are taken under the lock of their counter (unit, book, year) in this transaction: who
    is refused leaves no gap. Another person than who compared certifies.
    Raises NotFound, Forbidden, Refused (`not_this_step`, those of the approval and signature).
    """
    dossier, item = step_of(code, Act.APPROVE)
    _capacity(
        dossier.competent_unit.id,
        actor.posting_for(Action.DOSSIER_APPROVE, item.unit_id).account_id,
    )
    # The key is asked before anything is locked: a slow time-stamp holds up nobody else's numbers.
    signed = signature_make(actor, item.id, APPROVED, item.version)
    with transaction.atomic():
        batch = batch_lock(code)
        dossier, item = step_of(code, Act.APPROVE)
        posting = actor.posting_for(Action.DOSSIER_APPROVE, item.unit_id)
        waiting = rows_of(batch, RowState.WAITING)
        if not waiting and not rows_of(batch, RowState.CERTIFIED):
            raise Refused("nothing_left", _("No paper is left to certify. Stop the dossier."))
        entries = _enter(batch, dossier, waiting, actor, posting)
        Row.objects.filter(pk__in=[row.pk for row in waiting]).update(
            state=RowState.CERTIFIED.value
        )
        batch.certified_at, batch.certified_by = clock.now(), posting.account_id
        batch.save(update_fields=["certified_at", "certified_by"])
        work_complete(
            actor=actor,
            item_id=item.id,
            outcome=APPROVED,
            expected_version=item.version,
            details=WorkDetails(signed=signed),
        )
    return tuple(number_text(one.number, one.volume, one.year, one.book) for one in entries)


def _enter(
    batch: Batch, dossier: DossierView, rows: list[Row], actor: Actor, posting: PostingView
) -> list[Entry]:
    """Write the lines of the register; the counter's row stays locked until the end."""
    at = clock.now()
    day = clock.local(at).date()
    book, person = book_on(day), dossier.applicant
    title = _capacity(batch.unit_id, posting.account_id)
    entries = []
    for row in rows:
        number = number_next(batch.unit_id, book.counter, day.year)
        source = _source(row)
        entries.append(
            Entry(
                dossier_id=dossier.id,
                row=row,
                unit_id=batch.unit_id,
                book=book.code,
                volume=volume_of(book, number),
                year=day.year,
                number=number,
                at=at,
                applicant_name=person.name,
                id_number=person.id_number,
                search_key=search_key(f"{person.name} {row.name}")[:400],
                paper=row.name,
                source=source,
                pages=row.pages,
                copies=row.copies,
                fee_vnd=row.fee_vnd,
                signer=actor.name,
                title=title,
                certified_by=posting.account_id,
                posting_id=posting.id,
            )
        )
    return Entry.objects.bulk_create(entries)


def _capacity(unit_id: int, account_id: int) -> str:
    """Return in which capacity the signer certifies, a line each; Refused without one.

    The clause says who answers for the copy: nobody's title is supposed here.
    """
    unit = unit_get(unit_id)
    found = capacity_of(account_id, unit, DocumentKind.CERTIFICATION)
    if found is None:
        raise Refused(
            "offices_unrecorded",
            _(
                "Nobody has recorded who is head and deputy of %(unit)s, and the clause names the "
                "capacity of whoever signs. Whoever manages accounts records it, then certify."
            )
            % {"unit": unit.full_name},
        )
    return "\n".join(found.lines)


def _source(row: Row) -> str:
    day = f"{row.issued_on:%d/%m/%Y}" if row.issued_on else ""
    return ", ".join(one for one in (row.paper_number, day, row.issuer) if one)


def batch_seal(*, actor: Actor, code: str) -> str:
    """Seal what was certified: the result bears the numbers of the register; return them.

    Raises NotFound, Forbidden, Refused.
    """
    _dossier, item = step_of(code, Act.ISSUE)
    number = result_number(code)
    outcome = outcome_of(item, ISSUED)
    signed = signature_make(actor, item.id, outcome, item.version, number)
    with transaction.atomic():
        batch_lock(code)
        _dossier, item = step_of(code, Act.ISSUE)
        number = result_number(code)
        work_complete(
            actor=actor,
            item_id=item.id,
            outcome=outcome,
            expected_version=item.version,
            details=WorkDetails(number=number, signed=signed),
        )
    return number


def result_number(code: str) -> str:
    """Return the number of the result: every number that holds, of each year and book.

    Raises Refused `no_number` when all of them are struck out.
    """
    live = Entry.objects.filter(dossier__code=code, cancellation=None)
    keys = ("year", "volume", "book", "number")
    found = list(live.order_by(*keys).values_list(*keys))
    if not found:
        raise Refused("no_number", _("Every number of these copies was struck out."))
    return results_text(found)
