"""Interim slips come in: each once, at its true time, or to somebody who decides; none is lost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.dossiers.queries import dossier_get
from motcua.dossiers.services import dossier_collect_fee
from motcua.dossiers.services.intake import reason_clean
from motcua.dossiers.services.interim import (
    TakenOffline,
    dossier_slip_join,
    dossier_take_over,
)
from motcua.dossiers.types import Submission
from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.kernel.errors import NotFound, Refused
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.reception.handwritten import NOTED
from motcua.reception.interim import (
    CORRECTABLE,
    HOUSE,
    NEEDS_ANOTHER,
    NEEDS_DIRECTOR,
    Doubt,
    House,
    InterimState,
    Kind,
    Medium,
    SlipView,
    Told,
    counted_later,
    number_text,
)
from motcua.reception.models import InterimBook, InterimSlip
from motcua.reception.queries.interim import slip_view
from motcua.reception.queries.interim_house import house_at
from motcua.reception.services.interim_books import files_let_go, offset_of, unit_lock
from motcua.reception.services.interim_doubts import (
    SlipInput,
    doubles_of,
    doubts_of,
    owner_typed,
    settled_otherwise,
)

FORGOTTEN_AFTER = timedelta(days=90)


def interim_take(
    *, actor: Actor, book_key: str, device: str, slip: SlipInput, used: int = 0
) -> SlipView:
    """Take one slip in; sent again, the same answer comes and nothing happens twice.

    A change that was made after the first sending is too late: the answer says `late`.

    A slip that nothing speaks against becomes a dossier at once; any other one waits with what
    was typed, and with what must be looked at. Raises NotFound for a block that is not this
    browser's or not of the actor's units, Forbidden, Refused `number_not_reserved`.
    """
    with transaction.atomic():
        book = _book(book_key, device)
        actor.posting_for(Action.DOSSIER_INTAKE, book.unit_id)
        unit_lock(book.unit_id)
        book.refresh_from_db()
        known = InterimSlip.objects.filter(book=book, key=slip.key).first()
        if known is not None:
            return replace(slip_view(known), late=known.digest != slip.digest())
        if not 1 <= slip.seq <= book.numbers:
            raise Refused("number_not_reserved", _("This number was never reserved here."))
        now = clock.now()
        house = house_at(book.unit_id, book.issued_at)
        row = _row(actor, book, slip, now, house)
        counted = counted_later(slip.seq, slip.taken_at, used=book.used, seen_at=book.seen_at)
        _seen(book, max(used, slip.seq), now)
        if slip.kind is Kind.CANCEL:
            row.state, row.decided_at, row.decided_by = InterimState.CANCELLED, now, row.came_by
            row.reason = reason_clean(slip.reason)
            row.save()
            return slip_view(row)
        told = Told(slip.taken_at, book.offset_ms, offset_of(slip.device_at, now))
        row.doubts = doubts_of(
            book, slip, told, house=house, counted=counted, again=bool(row.again)
        )
        row.state = InterimState.DOUBT
        row.save()
        if not row.doubts["doubts"] and slip.submission is not None:
            _enter(actor, book, row, slip.submission)
        return slip_view(row)


def _book(key: str, device: str) -> InterimBook:
    book = InterimBook.objects.filter(key=key, device=device, medium=Medium.BROWSER.value).first()
    if book is None:
        raise NotFound("book_unknown", _("There is no such block of numbers here."))
    return book


def _seen(book: InterimBook, used: int, now: datetime) -> None:
    """Note how far the device has counted; never less than it told before."""
    book.used, book.seen_at = max(book.used, min(used, book.numbers)), now
    book.save(update_fields=["used", "seen_at"])


def book_told(*, actor: Actor, book_key: str, device: str, used: int) -> None:
    """Note that a device has told how many numbers it gave out. Raises NotFound, Forbidden."""
    with transaction.atomic():
        book = _book(book_key, device)
        actor.posting_for(Action.DOSSIER_INTAKE, book.unit_id)
        unit_lock(book.unit_id)
        book.refresh_from_db()
        _seen(book, used, clock.now())


def _row(
    actor: Actor, book: InterimBook, slip: SlipInput, now: datetime, house: House
) -> InterimSlip:
    again = InterimSlip.objects.filter(book=book, seq=slip.seq).count()
    return InterimSlip(
        book=book,
        unit_id=book.unit_id,
        key=slip.key,
        seq=slip.seq,
        again=again,
        number=number_text(book.day, book.serial, slip.seq),
        kind=slip.kind.value,
        procedure_code=slip.procedure_code,
        competent_unit_id=slip.competent_unit_id,
        version_id=slip.version_id,
        data=slip.data,
        digest=slip.digest(),
        taken_at=slip.taken_at,
        clock_ms=_moved(book, slip, now, house),
        cash_vnd=slip.cash_vnd,
        came_at=now,
        came_by=actor.account_id,
    )


def _moved(book: InterimBook, slip: SlipInput, now: datetime, house: House) -> int:
    """Return by how much the device's clock was moved; what the house allows counts as nothing."""
    moved = offset_of(slip.device_at, now) - book.offset_ms
    return moved if abs(moved) > house.clock_moved.total_seconds() * 1000 else 0


def _enter(actor: Actor, book: InterimBook, row: InterimSlip, submission: Submission) -> None:
    """Make the dossier; what the domain refuses then waits like anything else."""
    try:
        with transaction.atomic():
            _made(actor, book, row, submission, kind=Kind(row.kind))
    except Refused as refusal:
        row.refresh_from_db()
        row.doubts |= {"doubts": [Doubt.INVALID], "problems": [str(refusal)]}
        row.save()


def _taken(book: InterimBook, row: InterimSlip) -> TakenOffline:
    """Return how it was taken in; a clock a little ahead of the server's is no time to come."""
    now = clock.now()
    at = min(row.taken_at, now) if row.taken_at <= now + HOUSE.slack else row.taken_at
    by = writer_of(book, row)
    return TakenOffline(row.number, by, at, row.clock_ms, cause=row.cause)


def writer_of(book: InterimBook, row: InterimSlip) -> int:
    """Return the account that received the papers: who wrote the slip, or whose block it is."""
    return book.account_id if row.taken_by is None else row.taken_by


def _made(
    actor: Actor,
    book: InterimBook,
    row: InterimSlip,
    submission: Submission,
    *,
    kind: Kind,
    other: tuple[str, ...] = (),
    **how: Any,
) -> None:
    """Make the dossier as `kind`; `other` names what differs from the slip, told in the event."""
    taken = _taken(book, row)
    if other:
        taken = replace(taken, kind=row.kind, settled=kind.value, changed=other)
    receipt = dossier_take_over(
        actor=actor, submission=submission, taken=taken, accept=kind is Kind.ACCEPT, **how
    )
    row.state, row.dossier_code, row.data = InterimState.ACCEPTED, receipt.code, {}
    row.cash_booked = _cash_book(actor, book, row)
    files_let_go(row)
    row.save()


def _cash_book(actor: Actor, book: InterimBook, row: InterimSlip) -> bool:
    """Book the cash that the officer has in hand; True when nothing is left to book.

    Only into the till of who took it, and only when it is what is owed; else it stays open and
    is shown until somebody has settled it.
    """
    if not row.cash_vnd:
        return True
    fees = dossier_get(row.dossier_code).fees
    owed = sum(fee.amount_vnd * fee.quantity for fee in fees if fee.paid_at is None)
    if actor.account_id != writer_of(book, row) or owed != row.cash_vnd:
        return False
    try:
        with transaction.atomic():
            dossier_collect_fee(actor=actor, code=row.dossier_code)
    except Refused:
        return False
    return True


def interim_settle(
    *, actor: Actor, slip_id: int, submission: Submission, reason: str = "", accept: bool = True
) -> SlipView:
    """Enter a slip that waited, as corrected by whoever looked at it.

    A reason is needed when something else than the data spoke against it, and when the kind, the
    procedure or the owner's number differ from the slip; a time outside of the block's window is
    for who may enter receptions afterwards, any doubt about the time for another person than the
    block's officer. Dossiers that came meanwhile and may be the same request are looked for once
    more: they are kept with the slip, and Refused `double_found` names them. Raises Invalid,
    Forbidden, Refused `decided_already` for the second of two, `another_person`, and what
    `dossier_take_over` raises.
    """
    with transaction.atomic():
        book, row = _waiting(actor, slip_id)
        found = _doubles_new(book, row, submission)
        if not found:
            kind = Kind.ACCEPT if accept else Kind.REGISTER
            return _settled(actor, book, row, submission, reason, kind)
    raise Refused(
        "double_found",
        _(
            "The same person has a dossier of this procedure by now: %(codes)s. Please look at "
            "it; then join the slip to it, or enter the slip with a reason."
        )
        % {"codes": ", ".join(found)},
    )


def _doubles_new(book: InterimBook, row: InterimSlip, submission: Submission) -> list[str]:
    """Note and return the doubles that nobody has seen on this slip yet."""
    known = list(row.doubts.get("doubles", ()))
    same = doubles_of(book, submission, row.taken_at, key=row.doubts.get("form_key", ""))
    found = [code for code in same if code not in known]
    if found:
        doubts = [*dict.fromkeys([*row.doubts.get("doubts", ()), Doubt.DOUBLE.value])]
        row.doubts |= {"doubts": doubts, "doubles": [*known, *found]}
        row.save(update_fields=["doubts"])
    return found


def _settled(
    actor: Actor,
    book: InterimBook,
    row: InterimSlip,
    submission: Submission,
    reason: str,
    kind: Kind,
) -> SlipView:
    doubts = {Doubt(one) for one in row.doubts.get("doubts", ())}
    action = decision_action(actor, row.unit_id, doubts)
    actor.posting_for(action, row.unit_id)
    if Doubt.WRITTEN in doubts:
        typed_put(row, submission, kind)
        noted = row.reason if doubts <= NOTED else ""
        reason = reason or noted
    other = settled_otherwise(row, submission, kind)
    needs_reason = bool(other or doubts - CORRECTABLE)
    row.reason = reason_clean(reason) if needs_reason else reason[:1000]
    row.decided_at, row.decided_by = clock.now(), actor.account_id
    how = {"reason": row.reason, "action": action}
    _made(actor, book, row, submission, kind=kind, other=other, **how)
    return slip_view(row)


def typed_put(row: InterimSlip, submission: Submission, kind: Kind) -> None:
    """Let a slip written by hand say what was typed from it; until then it said nothing."""
    row.kind = kind.value
    row.procedure_code = submission.procedure_code
    row.competent_unit_id = submission.unit_id
    if not row.data:
        row.data = owner_typed(submission)


def decision_action(actor: Actor, unit_id: int, doubts: Iterable[Doubt]) -> Action:
    """Return the right that entering a slip asks for.

    A counter's; the director's for a time that nothing confirms. Another doubt about the time is
    for a colleague, or for the director where no colleague sits.
    """
    found = set(doubts)
    alone = found & NEEDS_ANOTHER and not actor.may(Action.DOSSIER_INTAKE, unit_id)
    return Action.WORK_REASSIGN if found & NEEDS_DIRECTOR or alone else Action.DOSSIER_INTAKE


def interim_join(*, actor: Actor, slip_id: int, code: str, reason: str) -> SlipView:
    """Let a slip belong to a dossier that is there already; nothing is made a second time.

    Only one of those that looked like the same request. Raises Invalid, NotFound, Forbidden,
    Refused `decided_already` and `not_in_this_status`.
    """
    with transaction.atomic():
        book, row = _waiting(actor, slip_id)
        if code not in row.doubts.get("doubles", ()):
            raise NotFound("dossier_unknown", _("There is no such dossier here."))
        row.reason = reason_clean(reason)
        dossier_slip_join(actor=actor, code=code, taken=_taken(book, row))
        row.state, row.dossier_code, row.data = InterimState.JOINED, code, {}
        row.decided_at, row.decided_by = clock.now(), actor.account_id
        row.cash_booked = not row.cash_vnd
        files_let_go(row)
        row.save()
        return slip_view(row)


def interim_cancel(
    *, actor: Actor, slip_id: int, reason: str, wrong_number: bool = False
) -> SlipView:
    """Cancel a slip that waited: nothing was to be taken in. Its number is never used again.

    Unless it was a `wrong_number` and nothing was typed yet: then the number is as if it had not
    been brought, and the row stays on record at place 0. Raises Invalid without a reason,
    Forbidden, NotFound, Refused `decided_already`, `slip_typed`.
    """
    with transaction.atomic():
        book, row = _waiting(actor, slip_id)
        if wrong_number:
            if not slip_view(row).to_type:
                raise Refused("slip_typed", _("What stands on this slip is typed in already."))
            row.seq, row.again = 0, InterimSlip.objects.filter(book=book, seq=0).count()
        row.reason = reason_clean(reason)
        row.state = InterimState.CANCELLED
        row.decided_at, row.decided_by = clock.now(), actor.account_id
        files_let_go(row)
        row.save()
        return slip_view(row)


def interim_cash_settled(*, actor: Actor, slip_id: int) -> SlipView:
    """Note that the cash of a slip is in order: booked in the dossier, or given back.

    Raises NotFound, Forbidden.
    """
    with transaction.atomic():
        row = InterimSlip.objects.select_for_update().filter(id=slip_id).first()
        if row is None:
            raise NotFound("slip_unknown", _("There is no such interim slip here."))
        actor.posting_for(Action.WORK_REASSIGN, row.unit_id)
        row.cash_booked = True
        row.save(update_fields=["cash_booked"])
        return slip_view(row)


def interim_forget() -> int:
    """Erase what was typed on slips decided long ago; return how many. For the sweeper.

    A slip that became a dossier holds nothing any more; a cancelled one keeps its data for a
    while, so that somebody can ask why.
    """
    with scope_use(SYSTEM), transaction.atomic():
        old = InterimSlip.objects.filter(decided_at__lt=clock.now() - FORGOTTEN_AFTER)
        old = old.exclude(cash_booked=False, cash_vnd__gt=0)  # whose money it is must be found
        return old.exclude(state=InterimState.DOUBT.value).exclude(data={}).update(data={})


def _waiting(actor: Actor, slip_id: int) -> tuple[InterimBook, InterimSlip]:
    """Lock a slip that waits for a decision, and its unit, so that doubles are seen."""
    unit_id = InterimSlip.objects.filter(id=slip_id).values_list("unit_id", flat=True).first()
    unit_lock(unit_id or 0)
    row = InterimSlip.objects.select_for_update().filter(id=slip_id).first()
    if row is None:
        raise NotFound("slip_unknown", _("There is no such interim slip here."))
    actor.posting_for(Action.RECEPTION_SERVE, row.unit_id)
    if row.state != InterimState.DOUBT:
        raise Refused(
            "decided_already",
            _("Somebody has decided about this slip already."),
            dossier=row.dossier_code,
        )
    book = InterimBook.objects.get(pk=row.book_id)
    doubts = {Doubt(one) for one in row.doubts.get("doubts", ())}
    if doubts & NEEDS_ANOTHER and actor.account_id == writer_of(book, row):
        raise Refused(
            "another_person",
            _("A doubt about the time is decided by another person than who took the slip in."),
        )
    return book, row
