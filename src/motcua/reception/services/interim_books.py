"""Blocks of numbers: reserved while the line is there, with the secret of the browser's store."""

from __future__ import annotations

import base64
import os
import re
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.kernel.audit import reading_record
from motcua.kernel.errors import FieldProblem, Invalid, NotFound, Refused
from motcua.kernel.text import nfc
from motcua.kernel.vault import vault_put, vault_take
from motcua.reception.interim import HOUSE, BookView, Medium, book_end
from motcua.reception.models import InterimBook, InterimFile, InterimSlip
from motcua.reception.queries.interim import book_view
from motcua.reception.queries.interim_house import house_at

NAME_LONGEST = 60
SECRET_BYTES = 32
INTERIM_LOCK = 728_104  # class of the advisory locks; the key is the unit
_DEVICE = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class BookOpened:
    """A block with the secret of its store, in base64: for whoever is signed in, never kept."""

    book: BookView
    secret: str


def unit_lock(unit_id: int) -> None:
    """Let one after another through: numbers, and doubles of two counters, are seen then."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [INTERIM_LOCK, unit_id % 2**31])


def book_closed() -> Refused:
    """Return the refusal of anything that is still done with a collected book."""
    words = _("This book was collected; nothing is done with it any more.")
    return Refused("book_closed", words)


def offset_of(device_at: datetime, now: datetime) -> int:
    """Return server less device in milliseconds."""
    return round((now - device_at).total_seconds() * 1000)


def book_make(
    *, actor: Actor, unit_id: int, device: str, device_name: str, device_at: datetime
) -> BookOpened:
    """Reserve a block of numbers for this officer at this browser.

    `device_at` is what the device's clock says now. Raises Invalid, Forbidden without a counter's
    posting in the unit, Refused `too_many_blocks`.
    """
    posting = actor.posting_for(Action.DOSSIER_INTAKE, unit_id)
    said = nfc(device_name)
    problems = []
    if not said or len(said) > NAME_LONGEST:
        problems.append(FieldProblem("name", _("Say where it stands, in at most 60 letters.")))
    if not _DEVICE.fullmatch(device):
        problems.append(FieldProblem("device", _("This browser did not say which one it is.")))
    if problems:
        raise Invalid(problems)
    now = clock.now()
    day = clock.local(now).date()
    key, secret = uuid4(), os.urandom(SECRET_BYTES)
    with transaction.atomic():
        serial = serial_next(unit_id, day)
        house = house_at(unit_id, now)
        row = InterimBook.objects.create(
            key=key,
            unit_id=unit_id,
            day=day,
            serial=serial,
            device=device,
            device_name=said,
            account_id=actor.account_id,
            posting_id=posting.id,
            secret=vault_put(secret, owner=f"interim:{key.hex}"),
            numbers=house.numbers,
            issued_at=now,
            ends_at=book_end(now, house),
            offset_ms=offset_of(device_at, now),
            seen_at=now,
        )
    return BookOpened(book_view(row), base64.b64encode(secret).decode())


def serial_next(unit_id: int, day: date) -> int:
    """Return the number of the unit's next block of a day, and hold others back until the end.

    Call it in a transaction. Raises Refused `too_many_blocks`.
    """
    unit_lock(unit_id)
    today = InterimBook.objects.filter(unit_id=unit_id, day=day)
    serial: int = (today.aggregate(last=Max("serial"))["last"] or 0) + 1
    if serial > HOUSE.books_a_day:
        raise Refused("too_many_blocks", _("No more blocks of numbers are given out today."))
    return serial


def book_open(*, actor: Actor, key: str, device: str) -> BookOpened:
    """Give the secret of a block again: to its officer, or to a colleague who synchronises.

    Only at the browser that it was made for. The opening is recorded, as it shows what was taken
    in. Raises NotFound alike for an unknown block, another unit's and another browser's.
    """
    row = InterimBook.objects.filter(key=key, device=device, medium=Medium.BROWSER.value).first()
    if row is None:
        raise NotFound("book_unknown", _("There is no such block of numbers here."))
    posting = actor.posting_for(Action.DOSSIER_INTAKE, row.unit_id)
    reading_record(
        account_id=actor.account_id,
        posting_id=posting.id,
        subject=f"interim-book:{row.pk}",
        purpose="open what a counter took in without a line",
    )
    secret = vault_take(row.secret, owner=f"interim:{row.key.hex}")
    return BookOpened(book_view(row), base64.b64encode(secret).decode())


def files_let_go(row: InterimSlip) -> None:
    """Keep the files of a slip no longer: the dossier has them by now, or nobody needs them."""
    InterimFile.objects.filter(slip=row).delete()
