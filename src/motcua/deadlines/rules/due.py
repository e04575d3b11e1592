"""When something is due, and why.

A working limit (`wd`, `wh`, the same day) is working time: what is left of it when a suspension
begins is consumed when it ends. A calendar limit (`d`, `mo`) is a nominal day, moved as a whole.
"""

from __future__ import annotations

import calendar as gregorian
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from motcua.deadlines.rules.calendar import ONE_DAY, Calendar, Day
from motcua.deadlines.rules.limits import due_rule_for
from motcua.deadlines.rules.measure import (
    ONE_MINUTE,
    consume,
    from_legal,
    into_session,
    to_legal,
    working_time,
)
from motcua.deadlines.types import (
    DayReason,
    DeadlineInvalid,
    Due,
    DueRule,
    Limit,
    LimitKind,
    Step,
    Suspension,
)

LATEST_FOR_TODAY = time(15, 0)
TOLD_ONCE = frozenset(
    ["count_make_up", "skip_weekend", "skip_holiday", "skip_in_lieu", "skip_closed"]
)
Pause = tuple[datetime, datetime]


def due_compute(
    *,
    limit: Limit,
    received: datetime,
    calendar: Calendar,
    rule: DueRule = DueRule.CLOCK,
    suspensions: Sequence[Suspension] = (),
) -> Due:
    """Return when something accepted at `received` is due, and why.

    The clock starts at `received` when the unit is open then (sessions are [opens, closes)), else
    at the next opening. Suspensions are taken in the order of time; empty ones do nothing, ones
    that touch are one, one that begins at or after the due instant no longer moves it.
    Raises DeadlineInvalid (limit, rule, received, suspensions) and CalendarInvalid.
    """
    rule = due_rule_for(limit, rule)
    if limit.amount < 1 and limit.kind is not LimitKind.SAME_DAY:
        raise DeadlineInvalid("limit_zero", "limit", value=str(limit))
    moment = to_legal(received)
    ordered = _suspensions_check(suspensions, received)
    start = into_session(moment, calendar)
    steps = [Step("rule", {"rule": _rule_name(limit, rule), "limit": str(limit)})]
    started = "start_next_session" if start != moment else "start"
    steps.append(Step(started, {"received": _iso(moment), "at": _iso(start)}))
    if limit.kind in {LimitKind.CALENDAR_DAYS, LimitKind.MONTHS}:
        end = _calendar_due(limit, start, calendar, ordered, steps)
    else:
        end = _working_due(limit, rule, moment, start, calendar, ordered, steps)
    steps.append(Step("due", {"at": _iso(end)}))
    return Due(from_legal(end), from_legal(start), tuple(_once(steps)))


# --- working time -----------------------------------------------------------------------------
def _working_due(
    limit: Limit,
    rule: DueRule,
    moment: datetime,
    start: datetime,
    calendar: Calendar,
    suspensions: list[Suspension],
    steps: list[Step],
) -> datetime:
    end, clipped = _working_end(limit, rule, start, calendar)
    counted_from = moment
    for pause in _merged(suspensions):
        begin, finish = pause
        if begin >= end:
            steps.extend(_skipped(counted_from, end, calendar))
            steps.extend(_suspension_steps(suspensions, pause, "suspension_after_due", {}))
            counted_from = end + ONE_DAY  # nothing is left to tell
            continue
        clipped = ()
        left = working_time(begin, end, calendar)
        resumed = into_session(finish, calendar)
        at_opening = _is_opening(end, calendar)
        end = consume(resumed, left, calendar)
        if at_opening:  # an opening stays an opening: the same working time, the later name of it
            end = into_session(end, calendar)
        steps.extend(_skipped(counted_from, begin, calendar))
        params = {"resumed": _iso(resumed), "left_minutes": str(left // ONE_MINUTE)}
        steps.extend(_suspension_steps(suspensions, pause, "suspended", params))
        counted_from = finish
    steps.extend(_skipped(counted_from, end, calendar))
    steps.extend(clipped)
    return end


def _working_end(
    limit: Limit, rule: DueRule, start: datetime, calendar: Calendar
) -> tuple[datetime, tuple[Step, ...]]:
    """Return the end without suspensions, and the step that tells of clipping to a session."""
    if rule is DueRule.SAME_DAY_15:
        if start.time() <= LATEST_FOR_TODAY:
            return calendar.day(start.date()).closing, ()
        after = Step("after_15", {"at": _iso(start)})
        return calendar.working_day_after(start.date(), 1).closing, (after,)
    if limit.kind is LimitKind.WORKING_HOURS:
        return consume(start, timedelta(hours=limit.amount), calendar), ()
    day = calendar.working_day_after(start.date(), limit.amount)
    if rule is DueRule.CLOSE:
        return day.closing, ()
    return _clip(day, start.time())


def _clip(day: Day, wanted: time) -> tuple[datetime, tuple[Step, ...]]:
    """Return that time of the day if open then, else the session end before, else the opening."""
    moment = datetime.combine(day.date, wanted)
    if moment < day.opening:
        return day.opening, (Step("clipped_to_opening", _clip_params(moment, day.opening)),)
    end = day.opening
    for opens, closes in day.spans:
        if opens <= moment <= closes:
            return moment, ()
        if closes < moment:
            end = closes
    return end, (Step("clipped_to_session_end", _clip_params(moment, end)),)


def _clip_params(moment: datetime, end: datetime) -> dict[str, str]:
    return {"wanted": f"{moment:%H:%M}", "at": _iso(end)}


def _is_opening(moment: datetime, calendar: Calendar) -> bool:
    return any(opens == moment for opens, _ in calendar.day(moment.date()).spans)


# --- calendar days ----------------------------------------------------------------------------
def _calendar_due(
    limit: Limit,
    start: datetime,
    calendar: Calendar,
    suspensions: list[Suspension],
    steps: list[Step],
) -> datetime:
    if limit.kind is LimitKind.MONTHS:
        nominal = _months_later(start.date(), limit.amount)
    else:
        nominal = start.date() + timedelta(days=limit.amount)
    end = calendar.working_day_from(nominal).closing
    for pause in _merged(suspensions):
        begin, finish = pause
        if begin >= end:
            steps.extend(_suspension_steps(suspensions, pause, "suspension_after_due", {}))
            continue
        left = max(0, (nominal - begin.date()).days)
        nominal = finish.date() + timedelta(days=left)
        end = calendar.working_day_from(nominal).closing
        if end < finish:  # resumed after hours with no whole day left: never due before it resumes
            nominal += ONE_DAY
            end = calendar.working_day_from(nominal).closing
        params = {"left_days": str(left)}
        steps.extend(_suspension_steps(suspensions, pause, "suspended_days", params))
    steps.append(Step("nominal_day", {"date": nominal.isoformat()}))
    if end.date() != nominal:
        steps.extend(_skipped(datetime.combine(nominal, time()), end, calendar))
        steps.append(Step("moved_to_working_day", {"date": end.date().isoformat()}))
    return end


def _months_later(day: date, count: int) -> date:
    """Return the same day `count` months later, or that month's last day if it has none such."""
    months = day.year * 12 + day.month - 1 + count
    year, month = divmod(months, 12)
    last = gregorian.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


# --- suspensions ------------------------------------------------------------------------------
def _suspensions_check(suspensions: Sequence[Suspension], received: datetime) -> list[Suspension]:
    for one in suspensions:
        to_legal(one.start, "suspensions")
        to_legal(one.end, "suspensions")
    ordered = sorted(suspensions, key=lambda one: (one.start, one.end))
    before = received
    for one in ordered:
        params = {"start": one.start.isoformat(), "end": one.end.isoformat()}
        if one.end < one.start:
            raise DeadlineInvalid("suspension_backwards", "suspensions", **params)
        if one.start == one.end:
            continue
        if one.start < before:
            code = "suspension_before_received" if before == received else "suspensions_overlap"
            raise DeadlineInvalid(code, "suspensions", **params)
        before = one.end
    return [one for one in ordered if one.start < one.end]


def _merged(suspensions: list[Suspension]) -> list[Pause]:
    """Return the suspensions as local pauses; those that touch are one."""
    pauses: list[Pause] = []
    for one in suspensions:
        start, end = to_legal(one.start), to_legal(one.end)
        if pauses and pauses[-1][1] == start:
            pauses[-1] = (pauses[-1][0], end)
        else:
            pauses.append((start, end))
    return pauses


# --- steps ------------------------------------------------------------------------------------
def _suspension_steps(
    suspensions: list[Suspension], pause: Pause, code: str, params: dict[str, str]
) -> Iterator[Step]:
    """Yield one step for each suspension of a pause; the last one carries what came of it."""
    for one in suspensions:
        start, end = to_legal(one.start), to_legal(one.end)
        if pause[0] <= start and end <= pause[1]:
            told = {"from": _iso(start), "to": _iso(end), "document": one.document}
            final = end == pause[1]
            follow = code if final or code == "suspension_after_due" else "suspended_on"
            yield Step(follow, {**told, **(params if final else {})})


def _skipped(start: datetime, end: datetime, calendar: Calendar) -> Iterator[Step]:
    """Yield each day off and each make-up day from start's day to end's day."""
    for day in calendar.days_between(start.date(), end.date()):
        if day.reason is DayReason.WORKING:
            continue
        params = {"date": day.date.isoformat()}
        if day.entry is not None:
            names = day.entry.names
            params |= {
                "name_vi": names.vi,
                "name_en": names.en or names.vi,
                "name_id": names.id or names.vi,
                "source": day.entry.source,
            }
        code = "count_make_up" if day.reason is DayReason.MAKE_UP else f"skip_{day.reason.value}"
        yield Step(code, params)


def _once(steps: list[Step]) -> Iterator[Step]:
    """Leave out a day that was told before: a suspension may begin and end on a day off."""
    told: set[str] = set()
    for step in steps:
        if step.code in TOLD_ONCE:
            if step.params["date"] in told:
                continue
            told.add(step.params["date"])
        yield step


def _rule_name(limit: Limit, rule: DueRule) -> str:
    """Return which sentence of the law is told: by rule for working days, else by the unit."""
    if rule is DueRule.SAME_DAY_15:
        return rule.value
    if limit.kind is LimitKind.WORKING_DAYS:
        return rule.value
    return {
        LimitKind.WORKING_HOURS: "hours",
        LimitKind.CALENDAR_DAYS: "days",
    }.get(limit.kind, "months")


def _iso(moment: datetime) -> str:
    """Return a local moment as text with its offset, so that it can be read back exactly."""
    return moment.isoformat(timespec="auto") + "+07:00"
