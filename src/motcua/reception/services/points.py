"""Extra reception points: opened, given hours and people, left out on a day, closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.dossiers.queries import dossier_get
from motcua.identity.queries import people_of
from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, NotFound, Refused
from motcua.kernel.text import nfc
from motcua.notices.rules import phone_clean
from motcua.organisations.queries import unit_get
from motcua.reception.models import Point, PointHours, PointIntake
from motcua.reception.queries.points import PointView, point_get
from motcua.reception.route import Place
from motcua.reception.services.villages import place_check

AHEAD_MOST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class PointOrder:
    """What is said of a point. `fields` of the catalogue: none means everything."""

    name: str
    seat: str
    hotline: str = ""
    hint: str = ""
    fields: tuple[str, ...] = ()
    account_ids: tuple[int, ...] = ()
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class HoursOrder:
    """When a point is open: each `weekday` (0 is Monday) `since`…`until`, or on one `day`."""

    begins: time
    ends: time
    weekday: int | None = None
    day: date | None = None
    since: date | None = None
    until: date | None = None


def point_open(*, actor: Actor, unit_id: int, order: PointOrder) -> int:
    """Plan a point of a centre; return its id. It is announced once it has hours."""
    actor.posting_for(Action.RECEPTION_EDIT, unit_id)
    with transaction.atomic():
        row = Point(unit_id=unit_id, opened_at=clock.now())
        _fill(row, order)
        row.save()
        return row.pk


def point_change(*, actor: Actor, point_id: int, order: PointOrder) -> None:
    """Change what is said of a point. Raises Invalid."""
    with transaction.atomic():
        row = _lock(actor, point_id)
        _fill(row, order)
        row.save()


def point_close(*, actor: Actor, point_id: int) -> None:
    """Take a point out of use: it is announced no more, its figures stay."""
    with transaction.atomic():
        row = _lock(actor, point_id)
        row.closed_at = clock.now()
        row.save(update_fields=["closed_at"])


def point_hours_add(*, actor: Actor, point_id: int, order: HoursOrder) -> None:
    """Give a point hours on a weekday or on one day. Raises Invalid."""
    today = clock.today()
    with transaction.atomic():
        row = _lock(actor, point_id)
        problems = []
        if order.begins >= order.ends:
            problems.append(FieldProblem("ends", _("It must end later than it begins.")))
        if (order.weekday is None) == (order.day is None):
            problems.append(FieldProblem("weekday", _("Choose a weekday, or name one day.")))
        if order.day is not None and not today <= order.day <= today + AHEAD_MOST:
            problems.append(FieldProblem("day", _("A day from today on, within a year.")))
        since = max(order.since or today, today)
        if order.until is not None and order.until < since:
            problems.append(FieldProblem("until", _("The last day lies before the first.")))
        if problems:
            raise Invalid(problems)
        PointHours.objects.get_or_create(
            point=row,
            weekday=order.weekday,
            day=order.day,
            begins=order.begins,
            ends=order.ends,
            until=order.until if order.day is None else None,
            defaults={"since": order.day or since},
        )


def point_hours_end(*, actor: Actor, hours_id: int) -> int:
    """End hours from today on; what was open before stays in the record. Return the point."""
    with transaction.atomic():
        found = PointHours.objects.select_for_update().filter(id=hours_id).first()
        if found is None:
            raise NotFound("point_unknown", _("There is no such point here."))
        row = _lock(actor, found.point_id)
        today = clock.today()
        if found.since >= today:
            found.delete()
        elif found.day is None:
            found.until = today - timedelta(days=1)
            found.save(update_fields=["until"])
        return row.pk


def point_off_set(*, actor: Actor, point_id: int, day: date, off: bool) -> None:
    """Leave a point out on a day, or let it open after all; everybody reads so at once."""
    with transaction.atomic():
        row = _lock(actor, point_id)
        if day < clock.today():
            raise Refused("point_past", _("This day is over."))
        days = set(row.off_days) - {day}
        row.off_days = sorted(days | {day} if off else days)
        row.save(update_fields=["off_days"])


def point_check(*, actor: Actor, point_id: int) -> PointView:
    """Return a point at which somebody may take in; raises NotFound for another centre's."""
    point = point_get(point_id)
    if not actor.may(Action.DOSSIER_INTAKE, point.unit_id):
        raise NotFound("point_unknown", _("There is no such point here."))
    return point


def point_took_in(*, actor: Actor, point_id: int, code: str) -> None:
    """Count a dossier for the point where it was taken in; again changes nothing."""
    point = point_check(actor=actor, point_id=point_id)
    dossier = dossier_get(code)
    PointIntake.objects.get_or_create(
        code=dossier.code,
        defaults={
            "point_id": point.id,
            "unit_id": point.unit_id,
            "at": clock.now(),
            "account_id": actor.account_id,
        },
    )


def _fill(row: Point, order: PointOrder) -> None:
    problems = place_check(order.place)
    for name, text, most in (("name", order.name, 100), ("seat", order.seat, 240)):
        if not 2 <= len(_line(text)) <= most:
            problems.append(
                FieldProblem(name, _("Please say it in 2 to %(most)s letters.") % {"most": most})
            )
    if order.hotline.strip() and not phone_clean(order.hotline):
        problems.append(FieldProblem("hotline", _("This is not a telephone number of Vietnam.")))
    posted = {
        one.account_id: one.id
        for one in people_of(unit_ids=unit_get(row.unit_id).path_ids)
        if one.may(Action.RECEPTION_SERVE, row.unit_id)
    }
    if any(one not in posted for one in order.account_ids):
        problems.append(FieldProblem("account_ids", _("Choose people of the centre.")))
    if problems:
        raise Invalid(problems)
    row.name, row.seat = _line(order.name), _line(order.seat)
    row.hotline, row.hint = order.hotline.strip(), _line(order.hint)[:200]
    row.fields = sorted(set(order.fields))
    row.posting_ids = [posted[one] for one in dict.fromkeys(order.account_ids)]
    row.latitude, row.longitude = order.place or (None, None)


def _line(text: str) -> str:
    return " ".join(nfc(text).split())


def _lock(actor: Actor, point_id: int) -> Point:
    row = Point.objects.select_for_update().filter(id=point_id, closed_at=None).first()
    if row is None:
        raise NotFound("point_unknown", _("There is no such point here."))
    actor.posting_for(Action.RECEPTION_EDIT, row.unit_id)
    return row
