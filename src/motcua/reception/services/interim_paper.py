"""Books of blank slips: numbers reserved on paper, printed, counted, collected."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, NotFound, Refused
from motcua.kernel.text import nfc
from motcua.reception.handwritten import NUMBERS_LEAST, NUMBERS_MOST, reprint_problem
from motcua.reception.interim import InterimState, Medium
from motcua.reception.models import InterimBook, InterimPrint, InterimSlip
from motcua.reception.queries.interim_house import house_at
from motcua.reception.queries.interim_paper import PaperBook, PrintView, paper_book
from motcua.reception.services.interim_books import (
    NAME_LONGEST,
    book_closed,
    serial_next,
    unit_lock,
)

REASON_MAX = 300
ABOUT = 10  # sheets that somebody may have in hand before the count is told


def paper_make(*, actor: Actor, unit_id: int, place: str, numbers: int) -> PaperBook:
    """Reserve numbers for a book of blank slips that lies at `place`.

    Raises Invalid at `place` or `numbers`, Forbidden, Refused `too_many_blocks`.
    """
    posting = actor.posting_for(Action.RECEPTION_SERVE, unit_id)
    said = nfc(place)
    problems = []
    if not said or len(said) > NAME_LONGEST:
        problems.append(FieldProblem("place", _("Say where it stands, in at most 60 letters.")))
    if not NUMBERS_LEAST <= numbers <= NUMBERS_MOST:
        bounds = {"low": NUMBERS_LEAST, "high": NUMBERS_MOST}
        problems.append(FieldProblem("numbers", _("A number from %(low)s to %(high)s.") % bounds))
    if problems:
        raise Invalid(problems)
    now = clock.now()
    day = clock.local(now).date()
    with transaction.atomic():
        serial = serial_next(unit_id, day)
        row = InterimBook.objects.create(
            key=uuid4(),
            unit_id=unit_id,
            day=day,
            serial=serial,
            device="",
            device_name=said,
            account_id=actor.account_id,
            posting_id=posting.id,
            secret=b"",
            numbers=numbers,
            issued_at=now,
            ends_at=now + timedelta(days=house_at(unit_id, now).paper_days),
            offset_ms=0,
            medium=Medium.PAPER.value,
        )
        return paper_book(row.pk)


def paper_print(
    *, actor: Actor, book_id: int, reason: str = "", seqs: Sequence[int] | None = None
) -> PrintView:
    """Note that slips of a book are printed now, and return which; once more only with a reason.

    Without `seqs` the first time all, later all that are still blank. A number that was written
    on, brought or spoilt is never printed again: two papers would bear it. Raises NotFound,
    Forbidden, Invalid at `reason` or `numbers`, Refused `book_closed`, `book_over` after
    its time and `nothing_blank`.
    """
    with transaction.atomic():
        row = _book(actor, book_id, Action.RECEPTION_SERVE)
        view = paper_book(row.pk)
        time = len(view.prints) + 1
        if row.ends_at <= clock.now():
            raise Refused(
                "book_over", _("The time of this book is over: no more slips are printed of it.")
            )
        said = nfc(reason)
        problems = []
        if time > 1 and (not said or len(said) > REASON_MAX):
            problems.append(FieldProblem("reason", _("Say why they are printed once more.")))
        wanted = sorted(set(seqs)) if seqs is not None else list(view.blank)
        gone = reprint_problem(wanted, {one.seq: one.stands for one in view.numbers})
        if gone:
            told = ", ".join(f"{seq:03d}" for seq in gone)
            words = _("These numbers are written on, spoilt or not of this book: %(n)s.")
            problems.append(FieldProblem("numbers", words % {"n": told}))
        if problems:
            raise Invalid(problems)
        if not wanted:
            raise Refused("nothing_blank", _("No number of this book is blank any more."))
        made = InterimPrint.objects.create(
            book=row,
            unit_id=row.unit_id,
            time=time,
            seqs=wanted,
            reason=said if time > 1 else "",
            printed_at=clock.now(),
            printed_by=actor.account_id,
        )
        return PrintView(made.time, tuple(wanted), made.reason, made.printed_at, made.printed_by)


def paper_count(*, actor: Actor, book_id: int, next_blank: int) -> PaperBook:
    """Note which number of a book is the next blank one: those before it must all be brought.

    It may be corrected, but never below a number that was brought and not cancelled. Raises
    NotFound, Forbidden, Invalid at `next_blank`, Refused `book_closed`.
    """
    with transaction.atomic():
        row = _book(actor, book_id, Action.RECEPTION_SERVE)
        slips = InterimSlip.objects.filter(book=row).exclude(state=InterimState.CANCELLED.value)
        brought = max(slips.values_list("seq", flat=True), default=0)
        if not brought < next_blank <= row.numbers + 1:
            bounds = {"low": brought + 1, "high": row.numbers + 1}
            raise Invalid(
                [FieldProblem("next_blank", _("A number from %(low)s to %(high)s.") % bounds)]
            )
        row.used, row.seen_at = next_blank - 1, clock.now()
        row.save(update_fields=["used", "seen_at"])
        return paper_book(row.pk)


def paper_close(*, actor: Actor, book_id: int) -> PaperBook:
    """Collect a book: what is blank was destroyed, and nothing is written on it any more.

    A slip of it that turns up later is for the director. Raises NotFound, Forbidden, Refused
    `book_closed`, and `numbers_open` as long as a number is open or waits.
    """
    with transaction.atomic():
        row = _book(actor, book_id, Action.WORK_REASSIGN)
        view = paper_book(row.pk)
        left = [one.text for one in view.numbers if one.stands.value in {"open", "begun"}]
        if left:
            words = ngettext(
                "%(n)s number is still to be entered or noted as spoilt: %(numbers)s.",
                "%(n)s numbers are still to be entered or noted as spoilt: %(numbers)s.",
                len(left),
            )
            told = ", ".join(left[:ABOUT]) + (" …" if len(left) > ABOUT else "")
            raise Refused("numbers_open", words % {"n": len(left), "numbers": told})
        row.closed_at, row.closed_by = clock.now(), actor.account_id
        row.save(update_fields=["closed_at", "closed_by"])
        return paper_book(row.pk)


def _book(actor: Actor, book_id: int, action: Action) -> InterimBook:
    """Lock a book that is in use, and its unit, as slips come in under that lock."""
    rows = InterimBook.objects.filter(id=book_id, medium=Medium.PAPER.value)
    unit_lock(rows.values_list("unit_id", flat=True).first() or 0)
    row = rows.select_for_update().first()
    if row is None:
        raise NotFound("book_unknown", _("There is no such block of numbers here."))
    actor.posting_for(action, row.unit_id)
    if row.closed_at is not None:
        raise book_closed()
    return row
