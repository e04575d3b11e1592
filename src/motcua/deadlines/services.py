"""Writes of the working calendar; each in one transaction with a new version and one event.

Whoever calls checks the right (`calendar.edit`) first: this package knows no request.
"""

from __future__ import annotations

import csv
import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.deadlines import queries
from motcua.deadlines.events import CalendarChanged
from motcua.deadlines.models import CalendarEntry, CalendarVersion, WeeklySessions, layer_is
from motcua.deadlines.rows import Statement, rows_read
from motcua.deadlines.rules import DEFAULT_WEEK, DayReason, Names, Sessions
from motcua.deadlines.rules.limits import sessions_check
from motcua.deadlines.types import OFF_REASONS, CalendarEntryView, DeadlineInvalid, ImportReport
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, NotFound, Refused
from motcua.kernel.events import emit
from motcua.kernel.text import nfc
from motcua.organisations import queries as organisations

HOLIDAYS_FILE = Path(__file__).parent / "data" / "holidays_vn.csv"
DEFAULT_WEEK_FROM = date(2000, 1, 1)
DEFAULT_WEEK_SOURCE = "Giờ hành chính mặc định (Bộ luật Lao động 2019, Điều 105)"
STORABLE = OFF_REASONS | {DayReason.MAKE_UP}


@transaction.atomic
def calendar_entry_add(
    *,
    unit_id: int | None,
    date: date,
    reason: DayReason,
    names: Names,
    source: str,
    sessions: Sessions = (),
    replace: bool = False,
) -> CalendarEntryView:
    """State of one date, in the layer of a unit (the State's when None), that it is off or worked.

    `source` is the number of the decision. A date of which the layer says something already is
    refused (calendar_date_taken) unless `replace`; what is replaced stays as known history.
    Raises Invalid, NotFound (unit), Refused.
    """
    source = _entry_check(reason, names, source, sessions)
    if unit_id is not None:
        organisations.unit_get(unit_id)
    _version_renew()
    live = _live(unit_id, date)
    if live is not None:
        if not replace:
            raise Refused(
                "calendar_date_taken",
                _("The calendar of this level already says something about this date."),
                entry_id=live.pk,
            )
        _end(live, source)
    statement = Statement(unit_id, date, reason, names, source, " ".join(map(str, sessions)))
    row = _add(statement)
    emit(CalendarChanged(unit_id, (date,), source))
    return queries.entry_view(row)


@transaction.atomic
def calendar_entry_withdraw(*, entry_id: int, source: str) -> CalendarEntryView:
    """End a statement by a decision (`source` is its number); it stays as known history.

    Raises NotFound when there is none, Refused (calendar_entry_ended) when it was ended before.
    """
    source = _source_check(source)
    _version_renew()
    row = CalendarEntry.objects.filter(pk=entry_id).first()
    if row is None:
        raise NotFound("calendar_entry_unknown", _("There is no such calendar entry."))
    if row.known_to is not None:
        raise Refused("calendar_entry_ended", _("This calendar entry was ended before."))
    _end(row, source)
    emit(CalendarChanged(row.unit_id, (row.date,), source))
    return queries.entry_view(row)


@transaction.atomic
def weekly_sessions_set(
    *,
    unit_id: int | None,
    days: Sequence[Sessions],
    valid_from: date,
    valid_to: date | None = None,
    source: str,
) -> None:
    """Set the sessions of Monday to Sunday of a layer from a date on (until `valid_to`, exclusive).

    A week of the same first date is replaced and stays as known history. Raises Invalid, NotFound.
    """
    source = _source_check(source)
    if len(days) != 7 or not any(days):
        message = _("Give the opening hours of seven days, at least one of them open.")
        raise Invalid([FieldProblem("days", message)])
    if valid_to is not None and valid_to <= valid_from:
        raise Invalid([FieldProblem("valid_to", _("The period ends before it begins."))])
    for sessions in days:
        sessions_check(sessions)
    if unit_id is not None:
        organisations.unit_get(unit_id)
    _version_renew()
    now = clock.now()
    live = WeeklySessions.objects.filter(
        layer_is(unit_id), valid_from=valid_from, known_to__isnull=True
    )
    live.update(known_to=now, ended_by=source)
    WeeklySessions.objects.create(
        unit_id=unit_id,
        valid_from=valid_from,
        valid_to=valid_to,
        days=[" ".join(map(str, sessions)) for sessions in days],
        source=source,
        known_from=now,
    )
    emit(CalendarChanged(unit_id, (valid_from,), source, onwards=True))


@transaction.atomic
def calendar_import(
    rows: Iterable[Mapping[str, str]], *, unit_id: int | None = None, dry_run: bool = False
) -> ImportReport:
    """Load rows of a calendar file; repeating it changes nothing.

    Columns: date, name, kind, source; optional weekday, name_en, name_id, group, sessions, unit
    (a code; else the layer of `unit_id`, the State's when None). Bad rows are set aside with
    number, column and reason, and with them their whole group: a swapped day off never arrives
    without the day worked for it. Another content for a known date replaces it and keeps the old
    one as history; a content that the layer has known before is not brought back (it was ended
    by a decision). One event per layer and decision.
    """
    statements, refused = rows_read(rows, unit_id)
    _version_renew()
    added = replaced = unchanged = 0
    changed: dict[tuple[int | None, str], list[date]] = {}
    for statement in statements:
        if _known_before(statement):
            unchanged += 1
            continue
        live = _live(statement.unit_id, statement.date)
        if live is None:
            added += 1
        else:
            replaced += 1
            _end(live, statement.source)
        _add(statement)
        changed.setdefault((statement.unit_id, statement.source), []).append(statement.date)
    if dry_run or not changed:
        transaction.set_rollback(True)  # not even the version changes
    else:
        for (layer, source), dates in changed.items():
            emit(CalendarChanged(layer, tuple(sorted(dates)), source))
    return ImportReport(added, replaced, unchanged, tuple(refused))


@transaction.atomic
def holidays_load() -> ImportReport:
    """Load the State's days off of the enclosed file, and its office hours if there are none.

    Repeatable. Monday to Friday 07:30-11:30 and 13:00-17:00 unless another week was set.
    """
    if not WeeklySessions.objects.filter(layer_is(None)).exists():
        weekly_sessions_set(
            unit_id=None,
            days=DEFAULT_WEEK.days,
            valid_from=DEFAULT_WEEK_FROM,
            source=DEFAULT_WEEK_SOURCE,
        )
    with HOLIDAYS_FILE.open(encoding="utf-8", newline="") as file:
        return calendar_import(csv.DictReader(file))


def _version_renew() -> None:
    """Give the calendar a new version; also the lock that lets one writer in at a time."""
    CalendarVersion.objects.filter(pk=1).update(token=uuid.uuid4())


def _live(unit_id: int | None, on: date) -> CalendarEntry | None:
    rows = CalendarEntry.objects.filter(layer_is(unit_id), date=on, known_to__isnull=True)
    return rows.first()


def _end(row: CalendarEntry, source: str) -> None:
    row.known_to = max(clock.now(), row.known_from)
    row.ended_by = source
    row.save(update_fields=["known_to", "ended_by"])


def _add(statement: Statement) -> CalendarEntry:
    return CalendarEntry.objects.create(
        unit_id=statement.unit_id, known_from=clock.now(), **statement.content()
    )


def _known_before(statement: Statement) -> bool:
    rows = CalendarEntry.objects.filter(layer_is(statement.unit_id), **statement.content())
    return rows.exists()


def _source_check(source: str) -> str:
    source = nfc(source)
    if not source:
        raise Invalid([FieldProblem("source", _("Give the number of the decision."))])
    if len(source) > 250:
        raise Invalid([FieldProblem("source", _("At most %(count)s characters.") % {"count": 250})])
    return source


def _entry_check(reason: DayReason, names: Names, source: str, sessions: Sessions) -> str:
    if reason not in STORABLE:
        raise Invalid([FieldProblem("reason", _("Choose whether the day is off or worked."))])
    if sessions and reason in OFF_REASONS:
        raise Invalid([FieldProblem("sessions", _("A day off has no opening hours."))])
    if not nfc(names.vi):
        raise Invalid([FieldProblem("name", _("Give the day a name."))])
    for field, name in (("name", names.vi), ("name_en", names.en), ("name_id", names.id)):
        if len(name) > 200:
            message = _("At most %(count)s characters.") % {"count": 200}
            raise Invalid([FieldProblem(field, message)])
    try:
        sessions_check(sessions)
    except DeadlineInvalid as error:
        raise Invalid(error.problems) from error
    return _source_check(source)
