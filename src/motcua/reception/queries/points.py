"""Extra reception points read: where, when next, who sits there, what was taken in there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count
from django.utils.translation import gettext as _

from motcua.deadlines.queries import calendar_for
from motcua.deadlines.types import CalendarInvalid
from motcua.kernel import clock
from motcua.kernel.errors import NotFound
from motcua.reception.models import Point, PointHours, PointIntake
from motcua.reception.points import AHEAD_DAYS, Opening, PointTime, is_open, openings
from motcua.reception.queries.house import place_of
from motcua.reception.route import Place


@dataclass(frozen=True, slots=True)
class PointView:
    """A point with its hours; `next` are its openings of the coming four weeks."""

    id: int
    unit_id: int
    name: str
    seat: str
    hotline: str
    hint: str
    fields: tuple[str, ...]
    posting_ids: tuple[int, ...]
    place: Place | None
    off_days: tuple[date, ...]
    hours: tuple[PointTime, ...]
    next: tuple[Opening, ...]
    open_now: bool
    closed_at: datetime | None


def points_of(unit_ids: Iterable[int]) -> list[PointView]:
    """Return the points of some centres that are in use, by centre and name."""
    rows = Point.objects.filter(unit_id__in=list(unit_ids), closed_at=None)
    return [_view(row) for row in rows.prefetch_related("hours").order_by("unit_id", "name", "id")]


def points_announced(unit_ids: Iterable[int]) -> list[PointView]:
    """Return the points of some centres that open in the coming weeks, the next first."""
    found = [one for one in points_of(unit_ids) if one.next]
    return sorted(found, key=lambda one: (one.next[0].day, one.next[0].begins, one.name))


def point_get(point_id: int) -> PointView:
    """Return a point that is in use; raises NotFound. Whose it is, the caller asks."""
    row = Point.objects.filter(id=point_id, closed_at=None).prefetch_related("hours").first()
    if row is None:
        raise NotFound("point_unknown", _("There is no such point here."))
    return _view(row)


def taken_in_at_points(unit_id: int, since: date, until: date) -> list[tuple[str, int]]:
    """Return how many dossiers were taken in at each point in a period; `until` is included."""
    begin = clock.midnight(since)
    end = clock.midnight(until)
    rows = (
        PointIntake.objects.filter(unit_id=unit_id, at__gte=begin, at__lt=end + timedelta(days=1))
        .values_list("point__name")
        .annotate(n=Count("id"))
        .order_by("point__name")
    )
    return [(name, n) for name, n in rows]


def _view(row: Point) -> PointView:
    now = clock.local(clock.now())
    hours = tuple(_hours(one) for one in sorted(row.hours.all(), key=_when))
    calendar = calendar_for(row.unit_id)

    def works(day: date) -> bool:
        try:
            return calendar.day(day).is_working
        except CalendarInvalid:
            return False

    found = openings(hours, since=now.date(), days=AHEAD_DAYS, works=works, off=row.off_days)
    return PointView(
        id=row.pk,
        unit_id=row.unit_id,
        name=row.name,
        seat=row.seat,
        hotline=row.hotline,
        hint=row.hint,
        fields=tuple(row.fields),
        posting_ids=tuple(row.posting_ids),
        place=place_of(row.latitude, row.longitude),
        off_days=tuple(sorted(day for day in row.off_days if day >= now.date())),
        hours=tuple(one for one in hours if _lasts(one, now.date())),
        next=tuple(one for one in found if one.day > now.date() or one.ends > now.time()),
        open_now=is_open(found, now.replace(tzinfo=None)),
        closed_at=row.closed_at,
    )


def _hours(row: PointHours) -> PointTime:
    return PointTime(row.pk, row.begins, row.ends, row.weekday, row.day, row.since, row.until)


def _when(row: PointHours) -> tuple[bool, int, date, int]:
    return (row.weekday is None, row.weekday or 0, row.day or row.since, row.pk)


def _lasts(one: PointTime, today: date) -> bool:
    last = one.day if one.day is not None else one.until
    return last is None or last >= today
