"""Papers of one's own shown at a counter: a short code, one officer, some minutes, ended at will.

The person chooses the papers and tells the code (or holds its QR code to the scanner). The first
officer who types it into the intake of this person's dossier sees them, nobody else.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import DateTimeField, DurationField, ExpressionWrapper, F, Value
from django.db.models.functions import Least, Now
from django.utils.translation import gettext as _

from motcua.citizens.types import CitizenActor
from motcua.dossiers.queries.held import dossiers_owned
from motcua.filing.models import Share, ShareItem
from motcua.filing.queries.kept import documents_usable
from motcua.filing.queries.shares import OPENED, share_subject, share_unknown, share_view
from motcua.filing.types import ShareState, ShareView, StoreItemView
from motcua.identity.queries import accounts_by_ids
from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.kernel.audit import reading_record
from motcua.kernel.budget import budget_left, budget_spend
from motcua.kernel.errors import FieldProblem, Invalid, NotFound, Refused
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.kernel.text import nfc
from motcua.organisations.queries import units_by_ids

DIGITS = 8  # as no identity number is written: read into another field it is told apart
TRIES, TRIES_UNIT, TRIES_SECONDS = 10, 40, 15 * 60  # wrong codes: of one officer, of one unit
GUESSES = frozenset({"share_unknown", "share_other_person"})  # as one who guesses codes hears
MADE_MOST, MADE_SECONDS = 20, 60 * 60  # codes of one person
CODE_KEPT = timedelta(days=1)  # so long a code that is over is told apart from a wrong one
KEPT = timedelta(days=365)  # then the row goes; who looked stays on record
_AGAIN = 5


def share_make(*, citizen: CitizenActor, item_ids: Iterable[int] | None = None) -> ShareView:
    """Show some of one's own papers, or all (None), for `SHARE_MINUTES`; an earlier code ends.

    Raises Invalid when none is chosen or one of them may not be used (any more), Refused
    `share_too_many` after twenty codes in an hour.
    """
    items = _chosen(citizen, item_ids)
    number = number_plain(citizen.subject.id_number)
    if not number:
        raise Refused("share_without_number", _("The account has no identity number."))
    if not budget_spend("share-made", str(citizen.subject_id), MADE_MOST, MADE_SECONDS):
        raise Refused(
            "share_too_many", _("Too many codes were made in a short time. Please try later.")
        )
    dossiers = {one.id: one.dossier_id for one in items if one.dossier_id}
    owned = dossiers_owned(dossiers.values(), number)
    for _try in range(_AGAIN):
        try:
            with transaction.atomic():
                row = _make(citizen, number, len(items))
                ShareItem.objects.bulk_create(
                    ShareItem(share=row, item_id=one.id, owned=dossiers.get(one.id) in owned)
                    for one in items
                )
        except IntegrityError:  # another tab was faster, or the code is somebody's
            continue
        return share_view(row, papers=True)
    raise Refused("share_codes_spent", _("No code is free at the moment. Please try again."))


def share_end(*, citizen: CitizenActor, public_id: str) -> ShareView:
    """End what is shown, at once; what is over already stays as it was. Raises NotFound.

    A paper that was taken into a dossier before stays in that dossier.
    """
    with transaction.atomic():
        mine = Share.objects.filter(person_id=citizen.subject_id, public_id=public_id)
        row = mine.select_for_update().first()
        if row is None:
            raise share_unknown()
        if row.ended_at is None:
            row.ended_at = min(clock.now(), row.expires_at)
            row.save(update_fields=["ended_at"])
        return share_view(row, papers=True)


def share_open(*, actor: Actor, code: str, numbers: Iterable[str], route: str = "") -> ShareView:
    """Let an officer see what a person shows, for the dossier of the people with `numbers`.

    The first who reads the code binds it to the unit and to themselves; read again by the same
    officer it answers again. The reading is recorded. Raises Refused: `share_person_first` without
    a number, `share_tries` after ten wrong codes in a quarter of an hour (forty in a unit),
    `share_unknown`, `share_other_person`, `share_ended`, `share_expired`, `share_elsewhere`,
    `share_other_counter`. Only the
    two that a guess hears count as wrong codes. Call it where a refusal is not rolled back.
    """
    posting = actor.posting_for(Action.DOSSIER_INTAKE)
    wanted = {number_plain(one) for one in numbers} - {""}
    if not wanted:
        raise Refused(
            "share_person_first",
            _("First read the card of the person whose dossier it is, or type the number."),
        )
    tries = (("share-code", str(actor.account_id), TRIES),
             ("share-code-unit", str(posting.unit_id), TRIES_UNIT))  # fmt: skip
    if not all(budget_left(*one, TRIES_SECONDS) for one in tries):
        raise Refused(
            "share_tries",
            _(
                "Too many wrong codes were typed. Please wait a quarter of an hour, or take the "
                "papers in as usual."
            ),
        )
    try:
        with scope_use(SYSTEM):
            share = _bound(code, wanted, actor.account_id, posting.unit_id)
    except Refused as refusal:
        for one in tries if refusal.code in GUESSES else ():
            budget_spend(*one, TRIES_SECONDS)  # outside of what the refusal rolls back
        raise
    reading_record(
        account_id=actor.account_id,
        posting_id=posting.id,
        subject=share_subject(share.id),
        purpose=f"{OPENED}: the list",
        route=route,
        id_numbers=[share.id_number],
    )
    return share


def share_hold(*, actor: Actor, share_id: int) -> None:
    """Hold what is shown until the transaction is over: using and ending it do not cross.

    Raises Refused as `share_over` says when it is over.
    """
    with scope_use(SYSTEM):
        row = Share.objects.select_for_update().filter(pk=share_id).first()
        if row is None or row.account_id != actor.account_id:
            raise share_unknown()
        _live(row)


def share_over(*, actor: Actor, share_id: int) -> Refused | None:
    """Return why an officer sees no longer what they saw; None while they do."""
    try:
        with scope_use(SYSTEM):
            row = Share.objects.filter(pk=share_id, account_id=actor.account_id).first()
            if row is None:
                return share_unknown()
            _live(row)
    except Refused as refusal:
        return refusal
    return None


def shares_tidy() -> None:
    """Close what ran out, forget codes after a day and the rows after a year; safe to repeat."""
    now = clock.now()
    with scope_use(SYSTEM):
        Share.objects.filter(ended_at=None, expires_at__lte=now).update(ended_at=F("expires_at"))
        over = Share.objects.filter(ended_at__lte=now - CODE_KEPT)
        over.exclude(code="").update(code="")
        Share.objects.filter(made_at__lte=now - KEPT, ended_at__isnull=False).delete()


def number_plain(text: str) -> str:
    """Return an identity number as numbers are compared."""
    return nfc(text).replace(" ", "").upper()


def _chosen(citizen: CitizenActor, item_ids: Iterable[int] | None) -> list[StoreItemView]:
    usable = documents_usable(citizen)
    wanted = {one.id for one in usable} if item_ids is None else set(item_ids)
    if not wanted:
        raise Invalid([FieldProblem("items", _("Choose at least one paper."))])
    found = [one for one in usable if one.id in wanted]
    if len(found) < len(wanted):
        words = _("One of the papers is no longer there, or no longer in force. Choose again.")
        raise Invalid([FieldProblem("items", words)])
    return found


def _make(citizen: CitizenActor, number: str, papers: int) -> Share:
    """End what is shown and write the new one."""
    now, life = clock.now(), timedelta(minutes=settings.SHARE_MINUTES)
    mine = Share.objects.filter(person_id=citizen.subject_id, ended_at=None)
    mine.update(ended_at=Least(Value(now, DateTimeField()), F("expires_at")))
    return Share.objects.create(
        person_id=citizen.subject_id,
        made_by=citizen.person_id,
        id_number=number,
        code="".join(secrets.choice("0123456789") for _digit in range(DIGITS)),
        papers=papers,
        made_at=now,
        expires_at=now + life,
        wall_until=ExpressionWrapper(Now() + Value(life, DurationField()), DateTimeField()),
    )


def _bound(code: str, numbers: set[str], account_id: int, unit_id: int) -> ShareView:
    """Bind what the code shows to the officer, one after the other; raises Refused."""
    digits = "".join(code.split())
    unknown = NotFound(
        "share_unknown",
        _("Nobody shows papers under this code. Look at it again; it has eight digits."),
    )
    if not (len(digits) == DIGITS and digits.isascii() and digits.isdigit()):
        raise unknown
    row = Share.objects.select_for_update().filter(code=digits).first()
    if row is None:
        raise unknown
    if row.id_number not in numbers:
        raise Refused(
            "share_other_person",
            _(
                "The papers under this code are of somebody else than the applicant or owner "
                "named here. Nothing is shown."
            ),
        )
    _live(row)
    if row.opened_at is None:
        row.unit_id, row.account_id, row.opened_at = unit_id, account_id, clock.now()
        row.save(update_fields=["unit_id", "account_id", "opened_at"])
    elif row.unit_id != unit_id:
        raise Refused(
            "share_elsewhere",
            _(
                "This code was read at %(unit)s at %(time)s and serves there alone. Ask the "
                "person for a new code."
            )
            % {"unit": _unit(row.unit_id), "time": _time(row.opened_at)},
        )
    elif row.account_id != account_id:
        raise Refused(
            "share_other_counter",
            _(
                "This code has been open with %(officer)s since %(time)s, and is read at one "
                "counter only. Ask the person for a new code if they go on here."
            )
            % {"officer": _officer(row.account_id), "time": _time(row.opened_at)},
        )
    return share_view(row, papers=True)


def _live(row: Share) -> None:
    """Raise Refused when it is over, and say since when."""
    state = share_view(row).state
    if state is ShareState.ENDED and row.ended_at is not None:
        raise Refused(
            "share_ended",
            _(
                "The person ended this code at %(time)s. The papers are no longer shown; ask for "
                "a new code if they are still needed."
            )
            % {"time": _time(row.ended_at)},
        )
    if state is ShareState.EXPIRED:
        raise Refused(
            "share_expired",
            _(
                "The time of this code was over at %(time)s. The papers are no longer shown; ask "
                "the person for a new code."
            )
            % {"time": _time(row.expires_at)},
        )


def _time(instant: datetime | None) -> str:
    return f"{clock.local(instant):%H:%M}" if instant else ""


def _unit(unit_id: int | None) -> str:
    unit = units_by_ids([unit_id or 0]).get(unit_id or 0)
    return unit.full_name if unit else ""


def _officer(account_id: int | None) -> str:
    account = accounts_by_ids([account_id or 0]).get(account_id or 0)
    return account.name if account else ""
