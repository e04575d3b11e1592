"""What may happen to a frozen report, what its hashes cover, which periods a rule asks for.

Plain Python. Four eyes: whoever approves is never the account that signed (Circular
01/2020/TT-VPCP has the form signed by its maker and by the head of the unit).
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from motcua.indicators.types import Period
from motcua.oversight.frozen.types import (
    OPEN,
    TO_SIGN,
    Cause,
    CauseKind,
    Changed,
    Check,
    Difference,
    Every,
    Fact,
    Later,
    Place,
    Spot,
    Standing,
    State,
    Step,
)

FORM = "motcua.frozen/1"
_AFTER = {
    Fact.DRAFTED: State.DRAFTED,
    Fact.SIGNED: State.SIGNED,
    Fact.RETURNED: State.RETURNED,
    Fact.APPROVED: State.APPROVED,
    Fact.SENT: State.SENT,
    Fact.WITHDRAWN: State.WITHDRAWN,
    Fact.REPLACED: State.REPLACED,
}
_FROM: Mapping[Fact, frozenset[State]] = {
    Fact.SIGNED: TO_SIGN,
    Fact.APPROVED: frozenset({State.SIGNED}),
    Fact.RETURNED: frozenset({State.SIGNED, State.APPROVED}),
    Fact.SENT: frozenset({State.APPROVED}),
    Fact.WITHDRAWN: OPEN,
    Fact.REPLACED: TO_SIGN | {State.SENT},
    Fact.SEEN: frozenset({State.SENT, State.REPLACED}),
}


def problem(now: Standing | None, fact: Fact, account_id: int | None) -> str:
    """Return the code of why something is not possible now; empty when it is."""
    if now is None:
        return "" if fact is Fact.DRAFTED else "not_now"
    if fact is Fact.DRAFTED or now.state not in _FROM[fact]:
        return "not_now"
    if fact is Fact.APPROVED and now.signed and now.signed.account_id == account_id:
        return "own_signature"
    if fact is Fact.SEEN and not now.was_sent:
        return "not_now"
    if fact is Fact.SEEN and any(one.account_id == account_id for one in now.seen):
        return "seen_already"
    return ""


def step_on(now: Standing | None, one: Step) -> Standing:
    """Return where a report stands after a step. Raises ValueError for one that cannot follow."""
    found = problem(now, one.fact, one.account_id)
    if found or one.seq != (now.seq + 1 if now else 1):
        raise ValueError(f"{one.fact} cannot follow: {found or 'its number is wrong'}")
    if now is None:
        return Standing(State.DRAFTED, one.seq)
    if one.fact is Fact.SEEN:
        return replace(now, seq=one.seq, seen=(*now.seen, one))
    more: dict[Fact, dict[str, Any]] = {
        Fact.SIGNED: {"signed": one, "approved": None},
        Fact.RETURNED: {"signed": None, "approved": None},
        Fact.APPROVED: {"approved": one},
        Fact.SENT: {"sent": one, "was_sent": True},
        Fact.REPLACED: {"replaced_by": one.other},
    }
    return replace(now, seq=one.seq, state=_AFTER[one.fact], **more.get(one.fact, {}))


def stand(steps: Iterable[Step]) -> Standing:
    """Return where a report stands by its steps; ValueError for ones that cannot be."""
    now: Standing | None = None
    for one in steps:
        now = step_on(now, one)
    if now is None:
        raise ValueError("a report begins by being drafted")
    return now


def may_renew(now: Standing) -> bool:
    """Tell whether a new version may follow: nobody's signature is overtaken in silence."""
    return now.state in TO_SIGN | {State.WITHDRAWN, State.SENT, State.REPLACED}


# --- what the hashes cover -----------------------------------------------------------------------
def canonical(value: Any) -> str:
    """Return JSON with sorted keys and no spaces: the same value is always the same text."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest_of(text: str | bytes) -> str:
    """Return the SHA-256 of a text or bytes in hexadecimal digits."""
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()


def instant_text(at: datetime) -> str:
    """Return an instant as UTC text with microseconds."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def report_text(
    *,
    code: str,
    unit: str,
    sheet: str,
    codes: bytes,
    difference: str,
    cut_off: datetime,
    made_at: datetime,
    place: Place,
    reason: str,
    before: str,
) -> str:
    """Return the text that a version's hash and signature cover; `before`: the last version's."""
    return canonical(
        {
            "form": FORM,
            "report": code,
            "unit": unit,
            "sheet": digest_of(sheet),
            "codes": digest_of(codes),
            "difference": digest_of(difference),
            "cut_off": instant_text(cut_off),
            "made_at": instant_text(made_at),
            "event": [place.event, place.horizon],
            "seal": [place.seal, place.seal_hash],
            "reason": reason,
            "before": before,
        }
    )


def step_text(one: Step, prev: str) -> str:
    """Return the text that a step's hash and signature cover; it follows `prev`."""
    return canonical(
        {
            "seq": one.seq,
            "fact": one.fact.value,
            "at": instant_text(one.at),
            "account": one.account_id,
            "posting": one.posting_id,
            "by": [one.name, one.role, one.unit],
            "text": one.text,
            "other": one.other,
            "prev": prev,
        }
    )


# --- the lists behind the cells ------------------------------------------------------------------
def codes_pack(cells: Mapping[Spot, Sequence[str]]) -> bytes:
    """Return the lists behind the cells compactly: each code once, each list as its distances."""
    known = sorted({code for listed in cells.values() for code in listed})
    number = {code: at for at, code in enumerate(known)}
    told = [
        [line, column, _steps(sorted(number[code] for code in set(listed)))]
        for (line, column), listed in sorted(cells.items())
    ]
    return zlib.compress(canonical({"codes": known, "cells": told}).encode(), 9)


def codes_unpack(data: bytes) -> dict[Spot, tuple[str, ...]]:
    """Return the lists that `codes_pack` packed, each in order. ValueError: they are none."""
    try:
        told = json.loads(zlib.decompress(data))
        known = told["codes"]
        return {
            (line, column): tuple(known[at] for at in _places(steps))
            for line, column, steps in told["cells"]
        }
    except (zlib.error, KeyError, TypeError, IndexError) as error:
        raise ValueError("the lists cannot be read") from error


def _steps(numbers: Sequence[int]) -> list[int]:
    return [now - before for now, before in zip(numbers, (0, *numbers), strict=False)]


def _places(steps: Iterable[int]) -> Iterator[int]:
    at = 0
    for step in steps:
        at += step
        yield at


# --- differences ---------------------------------------------------------------------------------
def moved(
    before: Mapping[Spot, Sequence[str]], after: Mapping[Spot, Sequence[str]], spot: Spot
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return which codes came to a cell and which went."""
    old, new = set(before.get(spot, ())), set(after.get(spot, ()))
    return tuple(sorted(new - old)), tuple(sorted(old - new))


def difference_plain(found: Difference) -> dict[str, Any]:
    """Return a difference as data that JSON keeps."""
    return {
        "cells": [
            {
                "line": one.line, "label": one.label, "column": one.column, "what": one.what,
                "before": one.before, "after": one.after,
                "came": list(one.came), "went": list(one.went),
            }
            for one in found.cells
        ],
        "events": {
            code: [
                [one.seq, one.type, instant_text(one.at), instant_text(one.recorded_at)]
                for one in told
            ]
            for code, told in (found.events or {}).items()
        },
        **({"causes": [_cause_plain(one) for one in found.causes]} if found.causes else {}),
    }  # fmt: skip


def _cause_plain(one: Cause) -> list[Any]:
    recorded = instant_text(one.recorded_at) if one.recorded_at else None
    return [
        one.kind.value, one.code, one.name, one.before, one.after, one.since.isoformat(), recorded,
        list(one.dossiers),
    ]  # fmt: skip


def _cause_read(plain: Sequence[Any]) -> Cause:
    kind, code, name, before, after, since, recorded, dossiers = plain
    at = datetime.fromisoformat(recorded) if recorded else None
    return Cause(
        CauseKind(kind), code, name, before, after, date.fromisoformat(since), at, tuple(dossiers)
    )


def check_plain(found: Check) -> dict[str, Any]:
    """Return what a look found as data that JSON keeps."""
    return {
        "stored": list(found.stored),
        "unsound": list(found.unsound),
        "difference": difference_plain(found.difference) if found.difference else None,
    }


def check_read(plain: Mapping[str, Any]) -> Check:
    """Return what a look found of its plain form."""
    differs = plain["difference"]
    return Check(
        tuple(plain["stored"]),
        tuple(plain["unsound"]),
        difference_read(differs) if differs is not None else None,
    )


def difference_read(plain: Mapping[str, Any]) -> Difference:
    """Return the difference of a plain form."""
    if not plain:
        return Difference()
    return Difference(
        tuple(
            Changed(
                one["line"], one["label"], one["column"], one["what"], one["before"], one["after"],
                tuple(one["came"]), tuple(one["went"]),
            )
            for one in plain["cells"]
        ),
        {
            code: tuple(
                Later(seq, type_, datetime.fromisoformat(at), datetime.fromisoformat(recorded))
                for seq, type_, at, recorded in told
            )
            for code, told in plain["events"].items()
        },
        tuple(_cause_read(one) for one in plain.get("causes", ())),
    )  # fmt: skip


# --- periods -------------------------------------------------------------------------------------
def period_of(every: Every, day: date) -> Period:
    """Return the whole month, quarter or year in which a day lies."""
    if every is Every.YEAR:
        return Period(date(day.year, 1, 1), date(day.year, 12, 31))
    months = 1 if every is Every.MONTH else 3
    month = day.month - (day.month - 1) % months
    return Period(date(day.year, month, 1), _month_after(day.year, month, months) - _DAY)


def periods_over(every: Every, first: date, today: date) -> Iterator[Period]:
    """Yield the whole periods that ended between two days, the oldest first.

    The first one is the period in which `first` lies: a rule that holds from the middle of a
    month asks for that month too.
    """
    period = period_of(every, first)
    while period.last < today:
        yield period
        period = period_of(every, period.last + _DAY)


def first_day(every: Every, today: date) -> date:
    """Return the earliest day from which a new rule may hold: the last whole period's first one.

    An older one would draw up many reports at once that nobody expects any more.
    """
    return period_of(every, period_of(every, today).first - _DAY).first


def period_name(period: Period) -> str:
    """Return a period's name for codes: 2026-10, 2026-Q4, 2026, or its two days."""
    first, last = period.first, period.last
    if period == period_of(Every.MONTH, first):
        return f"{first:%Y-%m}"
    if period == period_of(Every.QUARTER, first):
        return f"{first.year}-Q{(first.month + 2) // 3}"
    if period == period_of(Every.YEAR, first):
        return str(first.year)
    return f"{first:%Y%m%d}-{last:%Y%m%d}"


def code_of(unit_code: str, report: str, period: Period, version: int) -> str:
    """Return what a version is called: 05528-ii06a-2026-10-v1."""
    return f"{unit_code}-{report}-{period_name(period)}-v{version}"


_DAY = timedelta(days=1)


def _month_after(year: int, month: int, months: int) -> date:
    over = month - 1 + months
    return date(year + over // 12, over % 12 + 1, 1)
