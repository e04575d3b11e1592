"""Why this date: the steps of an explanation, and refusals, in the reader's language.

The law is named as it is cited. Names of days off are stored with the explanation, so that an
old one reads as it did then, whatever the calendar says today.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from motcua.deadlines.rules import Due, DueRule, Limit, LimitKind, Remaining, Step, limit_parse
from motcua.kernel import clock

Params = Mapping[str, str]
MINUTES_OF_A_DAY = 8 * 60


def explanation_lines(due: Due | Sequence[Step] | Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the explanation of a due date as plain lines in the active language.

    Takes the answer itself, its steps, or the stored JSON of the steps. Days of one weekend or
    of one holiday stand in one line. A step of a code that this version does not know is left out.
    """
    steps = due.explanation if isinstance(due, Due) else due
    pairs = [
        (step.code, step.params) if isinstance(step, Step) else (step["code"], step["params"])
        for step in steps
    ]
    return list(_lines(pairs))


def _lines(pairs: Iterable[tuple[str, Params]]) -> Iterator[str]:
    for (code, _what), group in groupby(pairs, key=lambda pair: (pair[0], _day_name(*pair))):
        together = [params for _code, params in group]
        if code in _DAYS:
            dates = ", ".join(date_text(date.fromisoformat(one["date"])) for one in together)
            told = {"dates": dates, "name": _name(together[0]), "source": _source(together[0])}
            yield _DAYS[code]({**together[0], **told})
        elif code in _STEPS:
            for params in together:
                yield _STEPS[code](params)


def _day_name(code: str, params: Params) -> str:
    """Return what neighbouring days must share to be told in one line."""
    return _name(params) + params.get("source", "") if code in _DAYS else ""


def _name(params: Params) -> str:
    language = (get_language() or "en")[:2]
    return params.get(f"name_{language}") or params.get("name_vi", "")


def _source(params: Params) -> str:
    """Return where a day off is announced, a date in it as the language writes dates."""

    def written(found: re.Match[str]) -> str:
        day = date.fromisoformat(found[0])
        return _("%(day)s/%(month)s/%(year)s") % _date_parts(day)

    return re.sub(r"\b\d{4}-\d{2}-\d{2}\b", written, params.get("source", ""))


# --- dates, limits, what is left ----------------------------------------------------------------
def date_text(day: date) -> str:
    """Return a date as `Friday 28/8/2026`."""
    return _("%(weekday)s %(day)s/%(month)s/%(year)s") % _date_parts(day)


def instant_text(instant: datetime) -> str:
    """Return an aware instant in legal time as `Friday 28/8/2026, 15:30`."""
    moment = clock.local(instant)
    parts = {**_date_parts(moment), "hour": f"{moment:%H}", "minute": f"{moment:%M}"}
    return _("%(weekday)s %(day)s/%(month)s/%(year)s, %(hour)s:%(minute)s") % parts


def _date_parts(day: date) -> dict[str, str]:
    weekdays = (
        pgettext("weekday in a sentence", "Monday"),
        pgettext("weekday in a sentence", "Tuesday"),
        pgettext("weekday in a sentence", "Wednesday"),
        pgettext("weekday in a sentence", "Thursday"),
        pgettext("weekday in a sentence", "Friday"),
        pgettext("weekday in a sentence", "Saturday"),
        pgettext("weekday in a sentence", "Sunday"),
    )
    return {
        "weekday": weekdays[day.weekday()],
        "day": str(day.day),
        "month": str(day.month),
        "year": str(day.year),
    }


def limit_text(limit: Limit | str) -> str:
    """Return a limit in words, such as `3 working days`; DeadlineInvalid for unreadable text."""
    limit = limit_parse(limit) if isinstance(limit, str) else limit
    count = limit.amount
    if limit.kind is LimitKind.WORKING_HOURS:
        return ngettext("%(count)s working hour", "%(count)s working hours", count) % {
            "count": count
        }
    if limit.kind is LimitKind.WORKING_DAYS:
        return _working_days(count)
    if limit.kind is LimitKind.CALENDAR_DAYS:
        return ngettext("%(count)s day", "%(count)s days", count) % {"count": count}
    if limit.kind is LimitKind.MONTHS:
        return ngettext("%(count)s month", "%(count)s months", count) % {"count": count}
    return _("within the day")


def _working_days(count: int) -> str:
    return ngettext("%(count)s working day", "%(count)s working days", count) % {"count": count}


def _duration(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    parts = []
    if hours:
        parts.append(ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours})
    if rest or not hours:
        parts.append(ngettext("%(count)s minute", "%(count)s minutes", rest) % {"count": rest})
    return " ".join(parts)


def remaining_text(left: Remaining) -> str:
    """Return `3 hours left` or `2 working days overdue`: days from one working day on."""
    if left.minutes >= MINUTES_OF_A_DAY and left.days:
        amount = _working_days(left.days)
    else:
        amount = _duration(left.minutes)
    if left.overdue:
        return _("%(amount)s overdue") % {"amount": amount}
    return _("%(amount)s left") % {"amount": amount}


# --- steps ----------------------------------------------------------------------------------------
def _at(params: Params, name: str) -> str:
    return instant_text(datetime.fromisoformat(params[name]))


def _rule(params: Params) -> str:
    limit = {"limit": limit_text(params["limit"])}
    rule = params["rule"]
    if rule == DueRule.SAME_DAY_15:
        return _(
            "Accepted by 15:00, the result is due on the same day; accepted after 15:00, on the "
            "next working day (Decree 23/2015/NĐ-CP, Article 7, and the rules on civil status)."
        )
    if rule == DueRule.CLOSE:
        return (
            _(
                "The limit is %(limit)s. The day of acceptance is not counted; the limit ends at "
                "closing time of the last day (Civil Code 2015, Articles 147 and 148)."
            )
            % limit
        )
    if rule == "hours":
        return (
            _("The limit is %(limit)s. Only the hours in which the office is open are counted.")
            % limit
        )
    if rule in {"days", "months"}:
        return (
            _(
                "The limit is %(limit)s. The day of acceptance is not counted; days off are "
                "counted. The limit ends at closing time; if the last day is a day off, on the "
                "next working day (Civil Code 2015, Articles 147 and 148)."
            )
            % limit
        )
    return (
        _(
            "The limit is %(limit)s. The day of acceptance is not counted; the limit ends on the "
            "last working day at the same time of day (Civil Code 2015, Articles 147 and 148)."
        )
        % limit
    )


def _suspended(params: Params, sentence: str) -> str:
    text = sentence % {"from": _at(params, "from"), "to": _at(params, "to")}
    if params.get("document"):
        text += " " + _("Document: %(document)s.") % {"document": params["document"]}
    return text


def _suspended_time(params: Params) -> str:
    text = _suspended(params, _("Suspended from %(from)s to %(to)s."))
    return (
        text
        + " "
        + _("The working time left, %(left)s, is counted on from %(resumed)s.")
        % {"left": _duration(int(params["left_minutes"])), "resumed": _at(params, "resumed")}
    )


def _suspended_days(params: Params) -> str:
    text = _suspended(params, _("Suspended from %(from)s to %(to)s."))
    days = int(params["left_days"])
    return (
        text
        + " "
        + ngettext(
            "The %(count)s day left is counted on from the day of resumption.",
            "The %(count)s days left are counted on from the day of resumption.",
            days,
        )
        % {"count": days}
    )


_DAYS: dict[str, Callable[[Params], str]] = {
    "skip_weekend": lambda p: _("Not counted: %(dates)s (weekly rest).") % p,
    "skip_holiday": lambda p: (
        _("Not counted: %(dates)s (public holiday: %(name)s; %(source)s).") % p
    ),
    "skip_in_lieu": lambda p: (
        _("Not counted: %(dates)s (day off in lieu: %(name)s; %(source)s).") % p
    ),
    "skip_closed": lambda p: (
        _("Not counted: %(dates)s (the office is closed: %(name)s; %(source)s).") % p
    ),
    "count_make_up": lambda p: _("Counted as a working day: %(dates)s (%(name)s; %(source)s).") % p,
}
_STEPS: dict[str, Callable[[Params], str]] = {
    "rule": _rule,
    "waits_for": lambda p: (
        _("The time has not started: this part needs the result of %(dossiers)s first (%(basis)s).")
        % p
    ),
    "waited_for": lambda p: (
        _(
            "Until %(at)s this part waited for the result of %(dossiers)s (%(basis)s); before "
            "that its time could not start."
        )
        % {**p, "at": _at(p, "at")}
    ),
    "start": lambda p: _("The time starts at acceptance: %(at)s.") % {"at": _at(p, "at")},
    "start_next_session": lambda p: (
        _(
            "Received %(received)s, outside office hours: the time starts at the next "
            "opening, %(at)s."
        )
        % {"received": _at(p, "received"), "at": _at(p, "at")}
    ),
    "after_15": lambda _p: _("Accepted after 15:00: the next working day counts."),
    "clipped_to_session_end": lambda p: (
        _("The office is not open at %(wanted)s on that day: due at the end of the session before.")
        % {"wanted": p["wanted"]}
    ),
    "clipped_to_opening": lambda p: (
        _("The office is not yet open at %(wanted)s on that day: due at its opening.")
        % {"wanted": p["wanted"]}
    ),
    "nominal_day": lambda p: (
        _("The last day of the limit is %(date)s.")
        % {"date": date_text(date.fromisoformat(p["date"]))}
    ),
    "moved_to_working_day": lambda p: (
        _("Moved to the next working day, %(date)s.")
        % {"date": date_text(date.fromisoformat(p["date"]))}
    ),
    "suspended": _suspended_time,
    "suspended_days": _suspended_days,
    "suspended_on": lambda p: _suspended(p, _("Suspended from %(from)s to %(to)s.")),
    "suspension_after_due": lambda p: _suspended(
        p, _("Suspended from %(from)s to %(to)s, after the due date: it does not move it.")
    ),
    "due": lambda p: _("Due: %(at)s.") % {"at": _at(p, "at")},
}


# --- refusals -------------------------------------------------------------------------------------
def problem_text(code: str, params: Params) -> str:
    """Return what a refusal of the rules says, in the active language."""
    told = dict(params)
    for name in ("start", "end"):
        if name in told:
            told[name] = instant_text(datetime.fromisoformat(told[name]))
    if "date" in told:
        told["date"] = date_text(date.fromisoformat(told["date"]))
    return _problems().get(code, _("The deadline cannot be computed.")) % told


def _problems() -> dict[str, str]:
    return {
        "limit_without_unit": _(
            "The limit “%(value)s” has no unit. Write for example 8wh (working hours), "
            "3wd (working days), 10d (days) or 2mo (months)."
        ),
        "limit_unreadable": _(
            "The limit “%(value)s” cannot be read. Write for example 8wh (working hours), "
            "3wd (working days), 10d (days), 2mo (months) or same-day."
        ),
        "limit_zero": _("The limit must be at least 1."),
        "rule_not_for_limit": _("The rule “%(rule)s” does not fit the limit “%(limit)s”."),
        "instant_without_zone": _("The time %(value)s has no time zone."),
        "suspension_backwards": _(
            "The suspension ends (%(end)s) before it begins (%(start)s). Check both times."
        ),
        "suspension_before_received": _(
            "The suspension begins (%(start)s) before the dossier was received."
        ),
        "suspensions_overlap": _(
            "The suspension from %(start)s to %(end)s overlaps an earlier one."
        ),
        "sessions_unreadable": _(
            "The opening hours “%(value)s” cannot be read. Write for example "
            "07:30-11:30 13:00-17:00."
        ),
        "sessions_overlap": _(
            "The opening hours “%(value)s” overlap, touch or stand in the wrong order."
        ),
        "calendar_empty": _(
            "The working calendar is empty. Load the public holidays before computing deadlines."
        ),
        "calendar_without_sessions": _("The working calendar has no opening hours."),
        "calendar_contradictory": _(
            "The working calendar contradicts itself about %(date)s: one level says two things."
        ),
        "calendar_weeks_contradictory": _(
            "Two sets of weekly opening hours come into force on %(date)s."
        ),
        "calendar_year_unknown": _(
            "The public holidays of %(year)s are not known yet, so the due date cannot be computed."
        ),
    }
