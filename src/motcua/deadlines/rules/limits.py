"""Reading limits and sessions, and which rule goes with which limit."""

from __future__ import annotations

import re
from datetime import time
from itertools import pairwise

from motcua.deadlines.types import DeadlineInvalid, DueRule, Limit, LimitKind, Session, Sessions

_LIMIT = re.compile(r"(\d{1,4})(wh|wd|d|mo)", re.ASCII)
_SESSION = re.compile(r"(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})", re.ASCII)
HOURS_OF_A_DAY = 8  # one working day, as provincial systems count (domain brief 3.1)


def limit_parse(text: str) -> Limit:
    """Read `8wh`, `3wd`, `10d`, `2mo` or `same-day`.

    Raises DeadlineInvalid (limit_without_unit, limit_unreadable, limit_zero) at field `limit`:
    a number alone could mean days of either kind and is never guessed.
    """
    cleaned = text.strip().lower()
    if cleaned == LimitKind.SAME_DAY:
        return Limit(LimitKind.SAME_DAY, 0)
    if cleaned.isdigit():
        raise DeadlineInvalid("limit_without_unit", "limit", value=text[:40])
    match = _LIMIT.fullmatch(cleaned)
    if match is None:
        raise DeadlineInvalid("limit_unreadable", "limit", value=text[:40])
    amount = int(match[1])
    if amount == 0:
        raise DeadlineInvalid("limit_zero", "limit", value=text[:40])
    return Limit(LimitKind(match[2]), amount)


def due_rule_for(limit: Limit, rule: DueRule) -> DueRule:
    """Return the rule that applies to the limit.

    A limit of the same day always follows `same-day-15`. That rule is refused for limits longer
    than one working day, and `close` for hours: either would contradict the limit
    (DeadlineInvalid rule_not_for_limit at field `rule`).
    """
    if limit.kind is LimitKind.SAME_DAY:
        return DueRule.SAME_DAY_15
    if rule is DueRule.CLOCK:
        return rule
    within_a_day = limit == Limit(LimitKind.WORKING_DAYS, 1) or (
        limit.kind is LimitKind.WORKING_HOURS and limit.amount <= HOURS_OF_A_DAY
    )
    if rule is DueRule.SAME_DAY_15:
        allowed = within_a_day
    else:
        allowed = limit.kind is not LimitKind.WORKING_HOURS
    if not allowed:
        raise DeadlineInvalid("rule_not_for_limit", "rule", rule=rule.value, limit=str(limit))
    return rule


def sessions_parse(text: str) -> Sessions:
    """Read `07:30-11:30 13:00-17:00`; empty text means none.

    Raises DeadlineInvalid (sessions_unreadable, sessions_overlap) at field `sessions`.
    """
    parts = [part for part in re.split(r"[;,\s]+", text.strip()) if part]
    sessions = []
    for part in parts:
        match = _SESSION.fullmatch(part)
        if match is None:
            raise DeadlineInvalid("sessions_unreadable", "sessions", value=part[:40])
        try:
            session = Session(
                time(int(match[1]), int(match[2])), time(int(match[3]), int(match[4]))
            )
        except ValueError as error:
            raise DeadlineInvalid("sessions_unreadable", "sessions", value=part[:40]) from error
        sessions.append(session)
    result = tuple(sessions)
    sessions_check(result)
    return result


def sessions_check(sessions: Sessions) -> None:
    """Refuse sessions that end before they begin, touch, overlap or stand out of order."""
    moments = [moment for session in sessions for moment in (session.opens, session.closes)]
    if any(one >= next_one for one, next_one in pairwise(moments)):
        text = " ".join(map(str, sessions))
        raise DeadlineInvalid("sessions_overlap", "sessions", value=text)
