"""What must hold for every limit, start, calendar and suspension."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders.deadlines import at, week_make

from motcua.deadlines.rules import (
    Calendar,
    DayEntry,
    DayReason,
    DueRule,
    Layer,
    Level,
    Limit,
    LimitKind,
    Names,
    Suspension,
    due_compute,
    sessions_parse,
    working_days_between,
    working_minutes_between,
)
from motcua.kernel import clock

FIRST, DAYS = date(2026, 1, 1), 365
HOURS = (
    "07:30-11:30 13:00-17:00",
    "07:30-11:30",
    "13:00-17:00",
    "08:00-10:00 14:00-16:00",
    "06:00-18:00",
)
KINDS = (LimitKind.WORKING_HOURS, LimitKind.WORKING_DAYS, LimitKind.CALENDAR_DAYS, LimitKind.MONTHS)
kinds = st.sampled_from(KINDS)
amounts = st.integers(1, 12)
instants = st.integers(0, 200 * 24 * 60).map(
    lambda m: at("2026-01-05T00:00") + timedelta(minutes=m)
)
rules = st.sampled_from([DueRule.CLOCK, DueRule.CLOSE])


@st.composite
def calendars(draw, *, uniform: bool = False):
    """Any country: up to thirty days off, some Saturdays worked, own hours unless uniform."""
    hours = HOURS[:1] if uniform else HOURS
    entries = {
        date(2027, 1, 1): DayEntry(date(2027, 1, 1), DayReason.HOLIDAY, Names("x")),
        date(2028, 1, 1): DayEntry(date(2028, 1, 1), DayReason.HOLIDAY, Names("x")),
    }
    entries[FIRST] = DayEntry(FIRST, DayReason.HOLIDAY, Names("x"))
    for index in draw(st.lists(st.integers(1, DAYS - 1), max_size=30, unique=True)):
        day = FIRST + timedelta(days=index)
        if day.weekday() >= 5 and draw(st.booleans()):
            own = sessions_parse(draw(st.sampled_from(hours)))
            entries[day] = DayEntry(day, DayReason.MAKE_UP, Names("x"), "", own)
        else:
            entries[day] = DayEntry(day, DayReason.HOLIDAY, Names("x"))
    saturday = "" if uniform else draw(st.sampled_from(["", "07:30-11:30"]))
    week = week_make(draw(st.sampled_from(hours)), saturday=saturday)
    return tuple(entries.values()), week


def build(parts, without: date | None = None, plus: date | None = None) -> Calendar:
    entries, week = parts
    kept = [entry for entry in entries if entry.date not in {without, plus}]
    if plus is not None:
        kept.append(DayEntry(plus, DayReason.HOLIDAY, Names("x")))
    return Calendar([Layer(Level.NATIONAL, tuple(kept), (week,))])


def limit_of(kind, amount):
    return Limit(kind, min(amount, 6) if kind is LimitKind.MONTHS else amount)


def fit(kind, rule):
    return DueRule.CLOCK if kind is LimitKind.WORKING_HOURS else rule


@st.composite
def pauses(draw, received, least: int = 0):
    """One to three suspensions after acceptance that do not overlap."""
    found, moment = [], received
    for _ in range(draw(st.integers(1, 3))):
        start = moment + timedelta(minutes=draw(st.integers(0, 5 * 24 * 60)))
        moment = start + timedelta(minutes=draw(st.integers(least, 15 * 24 * 60)))
        found.append(Suspension(start, moment))
    return found


def due_of(kind, amount, received, calendar, rule=DueRule.CLOCK, suspensions=()):
    return due_compute(
        limit=limit_of(kind, amount),
        received=received,
        calendar=calendar,
        rule=fit(kind, rule),
        suspensions=suspensions,
    ).instant


def in_session(instant, calendar) -> bool:
    moment = clock.local(instant)
    return any(s.opens <= moment.time() <= s.closes for s in calendar.sessions_on(moment.date()))


@given(st.data(), calendars(), kinds, amounts, amounts, instants, rules)
def test_a_longer_limit_is_never_due_earlier(data, parts, kind, one, other, received, rule):
    calendar = build(parts)
    stops = data.draw(pauses(received))
    short, long = sorted((one, other))
    assert due_of(kind, short, received, calendar, rule, stops) <= due_of(
        kind, long, received, calendar, rule, stops
    )


@given(st.data(), calendars(), kinds, amounts, instants, instants, rules)
def test_a_later_start_is_never_due_earlier(data, parts, kind, amount, one, other, rule):
    calendar = build(parts)
    early, late = sorted((one, other))
    stops = data.draw(pauses(late))
    assert due_of(kind, amount, early, calendar, rule, stops) <= due_of(
        kind, amount, late, calendar, rule, stops
    )
    same_day = [
        due_compute(limit=Limit(LimitKind.SAME_DAY, 0), received=moment, calendar=calendar).instant
        for moment in (early, late)
    ]
    assert same_day == sorted(same_day)


@given(st.data(), calendars(), kinds, amounts, instants, rules)
def test_the_due_instant_lies_in_a_session_and_after_the_start(
    data, parts, kind, amount, received, rule
):
    calendar = build(parts)
    stops = data.draw(pauses(received))
    due = due_compute(
        limit=limit_of(kind, amount),
        received=received,
        calendar=calendar,
        rule=fit(kind, rule),
        suspensions=stops,
    )
    assert in_session(due.instant, calendar)
    assert received <= due.start < due.instant
    assert in_session(due.start, calendar)


@given(st.data(), calendars(), kinds, amounts, instants, rules)
def test_a_suspension_of_no_length_changes_nothing(data, parts, kind, amount, received, rule):
    calendar = build(parts)
    stops = data.draw(pauses(received))
    moment = received + timedelta(minutes=data.draw(st.integers(0, 60 * 24 * 60)))
    with_empty = [*stops, Suspension(moment, moment)]
    assert due_of(kind, amount, received, calendar, rule, with_empty) == due_of(
        kind, amount, received, calendar, rule, stops
    )


@given(st.data(), calendars(), kinds, amounts, instants, rules)
def test_splitting_a_suspension_changes_nothing(data, parts, kind, amount, received, rule):
    calendar = build(parts)
    stops = data.draw(pauses(received, least=2))
    cut = data.draw(st.integers(0, len(stops) - 1))
    whole = stops[cut]
    length = int((whole.end - whole.start).total_seconds() // 60)
    inner = whole.start + timedelta(minutes=data.draw(st.integers(1, length - 1)))
    parts_of = [Suspension(whole.start, inner), Suspension(inner, whole.end)]
    split = [*stops[:cut], *parts_of, *stops[cut + 1 :]]
    assert due_of(kind, amount, received, calendar, rule, split) == due_of(
        kind, amount, received, calendar, rule, stops
    )


@given(st.data(), calendars(), kinds, amounts, instants, rules)
def test_a_suspension_never_makes_it_due_earlier_nor_before_it_resumes(
    data, parts, kind, amount, received, rule
):
    calendar = build(parts)
    stops = data.draw(pauses(received))
    before = due_of(kind, amount, received, calendar, rule)
    after = due_of(kind, amount, received, calendar, rule, stops)
    assert before <= after
    if stops[-1].start < before and stops[-1].start < stops[-1].end:
        assert after >= stops[-1].end


@given(calendars(), kinds, amounts, instants, rules, st.integers(1, DAYS - 1))
def test_one_more_day_off_never_shortens(parts, kind, amount, received, rule, index):
    plus = FIRST + timedelta(days=index)
    assert due_of(kind, amount, received, build(parts), rule) <= due_of(
        kind, amount, received, build(parts, plus=plus), rule
    )


@given(
    st.data(), calendars(uniform=True), kinds, amounts, instants, rules, st.integers(1, DAYS - 1)
)
def test_one_more_day_off_never_shortens_with_suspensions_either_when_days_are_equal(
    data, parts, kind, amount, received, rule, index
):
    stops = data.draw(pauses(received))
    plus = FIRST + timedelta(days=index)
    assert due_of(kind, amount, received, build(parts), rule, stops) <= due_of(
        kind, amount, received, build(parts, plus=plus), rule, stops
    )


@given(calendars(), st.integers(1, 200), instants)
def test_hours_consume_exactly_their_working_minutes(parts, hours, received):
    calendar = build(parts)
    due = due_compute(
        limit=Limit(LimitKind.WORKING_HOURS, hours), received=received, calendar=calendar
    )
    assert working_minutes_between(due.start, due.instant, calendar) == hours * 60


@given(calendars(), amounts, instants, rules)
def test_working_days_are_counted_as_they_are_measured(parts, amount, received, rule):
    calendar = build(parts)
    due = due_compute(
        limit=Limit(LimitKind.WORKING_DAYS, amount), received=received, calendar=calendar, rule=rule
    )
    assert working_days_between(due.start, due.instant, calendar) == amount


@settings(max_examples=50)
@given(calendars(), instants, instants, instants)
def test_working_minutes_add_up_and_change_sign(parts, one, two, three):
    calendar = build(parts)
    total = working_minutes_between(one, two, calendar) + working_minutes_between(
        two, three, calendar
    )
    assert total == working_minutes_between(one, three, calendar)
    assert working_minutes_between(one, two, calendar) == -working_minutes_between(
        two, one, calendar
    )
