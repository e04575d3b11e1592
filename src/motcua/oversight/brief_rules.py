"""The weekly brief as a pure function: what improved, what worsened, who is late, what stands.

Nothing is chosen by hand. A unit is named as better or worse only where the difference is not
noise: at least `LEAST` resolved in both weeks and beyond `SURE` standard errors of two shares
(two-proportion test), so that a small unit is not accused of chance.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from math import sqrt

from motcua.oversight.types import ENDED, RUNNING, Line, State

LEAST = 20
"""Dossiers resolved in each of two weeks before their shares are compared."""
SURE = 1.96
"""Standard errors of a difference that is named: one in twenty would be chance."""
NAMED = 5
"""At most so many units or difficulties are named in a row of sentences."""


class Part(StrEnum):
    """The parts of the brief, in their order."""

    WEEK = "week"
    BETTER = "better"
    WORSE = "worse"
    LATE = "late"
    OPEN = "open"
    PROMISES = "promises"


class Say(StrEnum):
    """What a sentence says; its words are in `brief_words`."""

    RECEIVED = "received"
    RESOLVED = "resolved"
    NONE_RESOLVED = "none-resolved"
    BETTER = "better"
    WORSE = "worse"
    NONE_BETTER = "none-better"
    NONE_WORSE = "none-worse"
    OVERDUE = "overdue"
    MORE_OVERDUE = "more-overdue"
    NONE_OVERDUE = "none-overdue"
    ANSWER_LATE = "answer-late"
    MORE_LATE = "more-late"
    LONGEST = "longest"
    MORE_OPEN = "more-open"
    NONE_OPEN = "none-open"
    PROMISE_DUE = "promise-due"
    PROMISE_BROKEN = "promise-broken"
    PROMISE_MOVED = "promise-moved"
    MORE_PROMISES = "more-promises"
    NONE_PROMISED = "none-promised"


@dataclass(frozen=True)
class Sentence:
    """One sentence: what it says, with which numbers and names, and where its figure opens.

    `unit` (code) and `figure` lead to the dossiers behind it, `code` to a difficulty.
    """

    part: Part
    say: Say
    values: Mapping[str, int | str] = field(default_factory=dict)
    unit: str = ""
    figure: str = ""
    code: str = ""


@dataclass(frozen=True)
class UnitWeek:
    """Figures of a unit in a week and in the one before it."""

    code: str
    name: str
    received: int
    resolved: int
    in_time: int
    overdue: int
    before_received: int
    before_resolved: int
    before_in_time: int
    before_overdue: int


def week_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def week_name(monday: date) -> str:
    """Return a week as it is said in an address: `2026-W47` (ISO 8601)."""
    year, week, _day = monday.isocalendar()
    return f"{year}-W{week:02d}"


def week_parse(text: str) -> date | None:
    """Return the Monday of a week like `2026-W47`, None for anything else."""
    try:
        return datetime.strptime(f"{text[:8]}-1", "%G-W%V-%u").date()  # noqa: DTZ007 - a day
    except ValueError:
        return None


def brief(
    units: Sequence[UnitWeek], lines: Sequence[Line], *, whole: UnitWeek, at: datetime, today: date
) -> tuple[Sentence, ...]:
    """Return the sentences of a week that ended at `at`; `whole` is the sum of all units.

    `lines` are the difficulties as they stood then, `today` the first day after the week.
    """
    return (
        *_week(whole),
        *_moved(units),
        *_late(units, lines, whole, at),
        *_open(lines, at),
        *_promises(lines, today),
    )


def _week(whole: UnitWeek) -> Iterable[Sentence]:
    yield Sentence(
        Part.WEEK, Say.RECEIVED,
        {"n": whole.received, "before": whole.before_received}, whole.code, "received",
    )  # fmt: skip
    if whole.resolved:
        values: dict[str, int | str] = {
            "n": whole.resolved,
            "in_time": whole.in_time,
            "share": share_text(whole.in_time, whole.resolved),
            "before": share_text(whole.before_in_time, whole.before_resolved),
        }
        yield Sentence(Part.WEEK, Say.RESOLVED, values, whole.code, "resolved")
    else:
        yield Sentence(Part.WEEK, Say.NONE_RESOLVED, {}, whole.code, "resolved")


def share_text(part: int, whole: int) -> str:
    """Return a share in per cent with two decimals, rounded half up, empty without a whole."""
    if not whole:
        return ""
    hundredths = (2 * 10_000 * part + whole) // (2 * whole)
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def moved_by(unit: UnitWeek) -> float | None:
    """Return by how many standard errors the share in time moved; None where it is too few."""
    a, m = unit.in_time, unit.resolved
    b, n = unit.before_in_time, unit.before_resolved
    if min(m, n) < LEAST:
        return None
    pooled = (a + b) / (m + n)
    error = sqrt(pooled * (1 - pooled) * (1 / m + 1 / n))
    return (a / m - b / n) / error if error else 0.0


def _moved(units: Sequence[UnitWeek]) -> Iterable[Sentence]:
    sure = [(score, one) for one in units if (score := moved_by(one)) is not None]
    for sign, part, say, none in (
        (1, Part.BETTER, Say.BETTER, Say.NONE_BETTER),
        (-1, Part.WORSE, Say.WORSE, Say.NONE_WORSE),
    ):
        found = sorted(
            ((score * sign, one) for score, one in sure if score * sign >= SURE),
            key=lambda pair: (-pair[0], pair[1].code),
        )
        for _score, one in found[:NAMED]:
            values: dict[str, int | str] = {
                "unit": one.name,
                "share": share_text(one.in_time, one.resolved),
                "before": share_text(one.before_in_time, one.before_resolved),
                "n": one.resolved,
            }
            yield Sentence(part, say, values, one.code, "resolved")
        if not found:
            yield Sentence(part, none)


LIST = "difficulties"
"""The figure whose list is the register itself."""


def _late(
    units: Sequence[UnitWeek], lines: Sequence[Line], whole: UnitWeek, at: datetime
) -> Iterable[Sentence]:
    late = sorted((one for one in units if one.overdue), key=lambda one: (-one.overdue, one.code))
    for one in late[:NAMED]:
        values: dict[str, int | str] = {
            "unit": one.name, "n": one.overdue, "before": one.before_overdue,
        }  # fmt: skip
        yield Sentence(Part.LATE, Say.OVERDUE, values, one.code, "overdue")
    if len(late) > NAMED:
        rest = {"n": len(late) - NAMED, "dossiers": sum(one.overdue for one in late[NAMED:])}
        yield Sentence(Part.LATE, Say.MORE_OVERDUE, rest, whole.code, "overdue")
    if not late:
        yield Sentence(Part.LATE, Say.NONE_OVERDUE)
    owed = RUNNING | {State.ASKED}
    overdue = [one for one in lines if one.state in owed and one.due_at and one.due_at < at]
    for line in sorted(overdue, key=lambda one: (one.due_at, one.id))[:NAMED]:
        yield Sentence(
            Part.LATE, Say.ANSWER_LATE,
            {"who": line.addressee, "title": line.title, "n": line.blocked}, code=line.code,
        )  # fmt: skip
    yield from _more(Part.LATE, Say.MORE_LATE, len(overdue))


def _more(part: Part, say: Say, number: int) -> Iterable[Sentence]:
    """Say how many are not named, so that nobody hides behind the first ones."""
    if number > NAMED:
        yield Sentence(part, say, {"n": number - NAMED}, figure=LIST)


def _open(lines: Sequence[Line], at: datetime) -> Iterable[Sentence]:
    standing = [one for one in lines if one.state not in ENDED]
    for line in sorted(standing, key=lambda one: (one.opened_at, one.id))[:NAMED]:
        values: dict[str, int | str] = {
            "title": line.title, "days": (at - line.opened_at).days, "n": line.blocked,
        }  # fmt: skip
        yield Sentence(Part.OPEN, Say.LONGEST, values, code=line.code)
    yield from _more(Part.OPEN, Say.MORE_OPEN, len(standing))
    if not standing:
        yield Sentence(Part.OPEN, Say.NONE_OPEN)


def _promises(lines: Sequence[Line], today: date) -> Iterable[Sentence]:
    """Name what was first promised until a day that is past, however often it was moved since."""
    week = today + timedelta(days=7)
    promised = [
        (one.first_promised_on, one)
        for one in lines
        if one.state not in ENDED and one.first_promised_on and one.first_promised_on < week
    ]
    promised.sort(key=lambda pair: (pair[0], pair[1].id))
    for first, line in promised[:NAMED]:
        values: dict[str, int | str] = {
            "who": line.addressee, "title": line.title, "day": first.isoformat(),
        }  # fmt: skip
        say = Say.PROMISE_BROKEN if first < today else Say.PROMISE_DUE
        if line.postponed and line.promised_on is not None:
            say = Say.PROMISE_MOVED
            values |= {"now": line.promised_on.isoformat(), "n": line.postponed}
        yield Sentence(Part.PROMISES, say, values, code=line.code)
    yield from _more(Part.PROMISES, Say.MORE_PROMISES, len(promised))
    if not promised:
        yield Sentence(Part.PROMISES, Say.NONE_PROMISED)


def sentences_json(sentences: Iterable[Sentence]) -> list[dict[str, object]]:
    """Return sentences as they are kept."""
    return [asdict(one) for one in sentences]


def sentences_read(kept: Iterable[Mapping[str, object]]) -> tuple[Sentence, ...]:
    """Return kept sentences again."""
    found = []
    for one in kept:
        values = one["values"]
        if not isinstance(values, Mapping):
            raise TypeError("a sentence keeps its values by name")
        found.append(
            Sentence(
                Part(str(one["part"])),
                Say(str(one["say"])),
                dict(values),
                str(one["unit"]),
                str(one["figure"]),
                str(one["code"]),
            )
        )
    return tuple(found)


def digest_of(sentences: Iterable[Sentence]) -> str:
    """Return the hash by which a frozen brief is known (SHA-256 of its canonical JSON)."""
    text = json.dumps(sentences_json(sentences), ensure_ascii=False, sort_keys=True)
    return sha256(text.encode()).hexdigest()


def difference(
    old: Sequence[Sentence], new: Sequence[Sentence]
) -> tuple[tuple[Sentence, ...], tuple[Sentence, ...]]:
    """Return which sentences of an old version are gone and which ones are new."""
    gone = tuple(one for one in old if one not in new)
    return gone, tuple(one for one in new if one not in old)
