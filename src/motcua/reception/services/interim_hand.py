"""A slip written by hand is brought: its number and time first, then what stands on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.deadlines.queries import calendar_for
from motcua.dossiers.ladder_rules import is_open_hour
from motcua.dossiers.services.intake import reason_clean
from motcua.dossiers.types import Submission
from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, NotFound, Refused
from motcua.kernel.text import nfc
from motcua.reception.handwritten import Cause, Written, time_impossible, written_doubts
from motcua.reception.interim import (
    Doubt,
    InterimState,
    Kind,
    Medium,
    SlipFile,
    SlipView,
    number_text,
)
from motcua.reception.models import InterimBook, InterimFile, InterimSlip
from motcua.reception.queries.interim import numbers_near, slip_view
from motcua.reception.queries.interim_house import house_at
from motcua.reception.queries.interim_paper import writers_of
from motcua.reception.services.interim_books import book_closed, files_let_go, unit_lock
from motcua.reception.services.interim_slips import typed_put

NOTE_MAX = 500
CASH_MOST = 1_000_000_000


@dataclass(frozen=True, slots=True)
class HandInput:
    """What is said of a slip before its data: when, by whom, why by hand; cash in dong."""

    taken_at: datetime
    taken_by: int
    cause: Cause
    note: str = ""
    cash_vnd: int | None = None


def hand_begin(*, actor: Actor, book_id: int, seq: int, given: HandInput) -> SlipView:
    """Bring a slip: its number is taken, its time kept; it waits until its data are typed in.

    So an interruption loses nothing, and the second who brings the same number is told. Raises
    Invalid at `time`, `taken_by`, `note` or `cash`, NotFound, Forbidden, Refused `number_used`.
    """
    with transaction.atomic():
        book = _number(actor, book_id, seq, Action.DOSSIER_INTAKE)
        now = clock.now()
        found = _doubts(book, seq, given.taken_at, now)
        _check(book, given, found, now)
        row = InterimSlip.objects.create(
            **_row(actor, book, seq, now),
            kind=Kind.ACCEPT.value,
            state=InterimState.DOUBT.value,
            doubts={"doubts": [one.value for one in found], "doubles": [], "problems": []},
            taken_at=given.taken_at,
            taken_by=given.taken_by,
            cause=given.cause.value,
            reason=nfc(given.note),
            cash_vnd=given.cash_vnd or None,
        )
        return slip_view(row)


def hand_spoilt(*, actor: Actor, book_id: int, seq: int, reason: str) -> SlipView:
    """Note that a blank slip was spoilt, lost or never used; its number is never used again.

    Also one of a computer that is broken for good and whose copy nobody has. Raises Invalid
    without a reason, NotFound, Forbidden, Refused `number_used`, and `book_closed` for a book
    that was collected: its blank sheets are destroyed.
    """
    with transaction.atomic():
        book = _number(actor, book_id, seq, Action.RECEPTION_SERVE)
        if book.closed_at is not None:
            raise book_closed()
        now = clock.now()
        row = InterimSlip.objects.create(
            **_row(actor, book, seq, now),
            kind=Kind.CANCEL.value,
            state=InterimState.CANCELLED.value,
            reason=reason_clean(reason),
            taken_at=now,
            taken_by=actor.account_id,
            decided_at=now,
            decided_by=actor.account_id,
        )
        return slip_view(row)


def hand_typed(
    *,
    actor: Actor,
    slip_id: int,
    submission: Submission,
    data: dict[str, list[str]],
    accept: bool,
    reason: str = "",
    files: Sequence[SlipFile] = (),
) -> SlipView:
    """Keep what was typed from a slip for the person who decides about its time, with its files.

    Until it is decided it may be typed anew, so that what is wrong is put right. Raises
    NotFound, Forbidden, Refused `decided_already`.
    """
    with transaction.atomic():
        found = InterimSlip.objects.filter(id=slip_id).values_list("unit_id", flat=True).first()
        unit_lock(found or 0)
        row = InterimSlip.objects.select_for_update().filter(id=slip_id).first()
        if row is None:
            raise NotFound("slip_unknown", _("There is no such interim slip here."))
        actor.posting_for(Action.DOSSIER_INTAKE, row.unit_id)
        if not slip_view(row).may_type:
            raise Refused("decided_already", _("Somebody has decided about this slip already."))
        row.data = data
        typed_put(row, submission, Kind.ACCEPT if accept else Kind.REGISTER)
        left = [one for one in row.doubts["doubts"] if one != Doubt.WRITTEN.value]
        row.doubts |= {"doubts": left}
        row.reason = " ".join(filter(None, [row.reason, nfc(reason)]))[:1000]
        row.save()
        files_let_go(row)
        InterimFile.objects.bulk_create(
            InterimFile(slip=row, unit_id=row.unit_id, **asdict(one)) for one in files
        )
        return slip_view(row)


def _number(actor: Actor, book_id: int, seq: int, action: Action) -> InterimBook:
    """Lock the unit and return the block of a number that was not brought yet."""
    rows = InterimBook.objects.filter(id=book_id)
    unit_lock(rows.values_list("unit_id", flat=True).first() or 0)
    book = rows.select_for_update().first()
    if book is None or not 1 <= seq <= book.numbers:
        raise NotFound("book_unknown", _("There is no such block of numbers here."))
    actor.posting_for(action, book.unit_id)
    known = InterimSlip.objects.filter(book=book, seq=seq).first()
    if known is not None:
        raise Refused(
            "number_used",
            _("Slip %(number)s was brought already. Nothing was made a second time.")
            % {"number": known.number},
        )
    return book


def _row(actor: Actor, book: InterimBook, seq: int, now: datetime) -> dict[str, object]:
    return {
        "book": book,
        "unit_id": book.unit_id,
        "key": uuid4(),
        "seq": seq,
        "number": number_text(book.day, book.serial, seq),
        "came_at": now,
        "came_by": actor.account_id,
    }


def _doubts(book: InterimBook, seq: int, at: datetime, now: datetime) -> list[Doubt]:
    before, after = numbers_near(book.pk, seq)
    slip = Written(
        at=at,
        issued_at=book.issued_at,
        ends_at=book.ends_at,
        closed=book.closed_at is not None,
        is_open=is_open_hour(at, calendar_for(book.unit_id)),
        before=before,
        after=after,
    )
    return written_doubts(slip, now, house_at(book.unit_id, book.issued_at))


def _check(book: InterimBook, given: HandInput, found: list[Doubt], now: datetime) -> None:
    problems = []
    if given.taken_at > now:
        problems.append(FieldProblem("time", _("This time is still to come.")))
    elif time_impossible(given.taken_at, issued_at=book.issued_at, now=now):
        problems.append(
            FieldProblem("time", _("The slip was printed only later: please look at it again."))
        )
    if given.taken_by not in writers_of(book.unit_id, given.taken_at):
        problems.append(
            FieldProblem("taken_by", _("Choose who received the papers; they had a counter then."))
        )
    note = nfc(given.note)
    if len(note) > NOTE_MAX:
        problems.append(FieldProblem("note", _("At most 500 letters.")))
    asks = given.cause is Cause.OTHER or book.medium != Medium.PAPER or len(found) > 1
    if asks and not note:
        problems.append(FieldProblem("note", _note_why(book, found)))
    if given.cash_vnd is not None and not 0 <= given.cash_vnd <= CASH_MOST:
        problems.append(FieldProblem("cash", _("Write the amount in dong, for example 8000.")))
    if problems:
        raise Invalid(problems)


def _note_why(book: InterimBook, found: list[Doubt]) -> str:
    """Return why a note is asked for."""
    if Doubt.HOURS in found:
        return _("The unit is not open at this time: say how it came to be.")
    if Doubt.ORDER in found:
        return _("A slip with a higher number bears an earlier time: say how it came to be.")
    if Doubt.WINDOW in found:
        return _("It is brought late, or its book had ended: say how it came to be.")
    if book.medium != Medium.PAPER:
        return _("This number belongs to a computer: say why it cannot be synchronised from there.")
    return _("Say why it was written by hand.")
