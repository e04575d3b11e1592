"""What everybody may see, made once a month by the worker and kept: pages read it and nothing else.

A release is made only from figures that are proved, and anew after they had to be mended. Its text
is bound by the installation's key: a row that somebody changed is not shown. The month that runs
is in none: whoever read the page each day could tell one day from the next.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django.conf import settings
from django.db import connection

from motcua.indicators.index.points import rounded
from motcua.indicators.models import Proof, Release
from motcua.indicators.public import counting
from motcua.indicators.public.places import Map, Passed, Place, map_of, mergers_by, took_over
from motcua.indicators.public.small import Decision, Part, Table, decide, smallest_on
from motcua.indicators.public.standing import NAME, Standing, standing
from motcua.indicators.queries.figures import window_of
from motcua.indicators.services.cases import BATCH as CASES
from motcua.indicators.services.cases import cases_follow
from motcua.indicators.services.rollup import BATCH, SETTLED, rollup_fold
from motcua.indicators.types import Period
from motcua.kernel import clock, signing
from motcua.kernel.scope import SYSTEM, scope_use

MADE_BY = "figures/3"
PURPOSE = "public-figures"
RELEASE_LOCK = 728_012
FEW, HIDDEN = "few", "hidden"
STEP = 5
"""Shares of procedures and of the satisfied are told in steps of so many per cent."""
LISTED = 10
LEAST_SMALLEST = 3
NAMES = {
    "received": {Part.WHOLE: "received", Part.COUNTED: "online", Part.REST: "other"},
    "resolved": {Part.WHOLE: "resolved", Part.COUNTED: "in_time", Part.REST: "late"},
}
COMPARED = ("received", "online", "resolved", "in_time", "late")
"""Figures of the table of the units under one, after the code."""
Shown = dict[str, dict[str, int | str]]
"""By span and figure: a number, or that it is one of a few, or that it is hidden."""


def smallest_now() -> int:
    """Return the smallest number that is shown: the setting, else the rule of today."""
    wanted: int = settings.FIGURES_SMALLEST
    return max(LEAST_SMALLEST, wanted or smallest_on(clock.today()).at_least)


def releases_follow() -> int:
    """Make the releases that are missing, if figures are proved; return of how many years."""
    with scope_use(SYSTEM):
        first = counting.year_first()
    while cases_follow() == CASES or rollup_fold(settled=SETTLED) == BATCH:
        pass
    made = 0
    for year in range(first or clock.today().year, clock.today().year + 1):
        made += release_make(year)
    return made


def release_make(year: int, *, again: bool = False) -> bool:
    """Make the release of a year unless it is there; return whether it was made.

    One worker at a time; nothing is made while figures are not proved. The lap of proof goes on
    beside it and waits only while rows are written: what it finds meanwhile lets nothing be made.
    """
    with scope_use(SYSTEM):
        if not _alone():
            return False
        stands, through = standing(), counting.months_ripe(year)
        made_by = f"{MADE_BY}/{smallest_now()}/{mergers_by(clock.now())}"
        if not stands.sound or not through:
            return False
        there = Release.objects.filter(
            year=year, through=through, made_by=made_by, mended=stands.mended
        )
        if there.exists() and not again:
            return False
        map_ = map_of(year, clock.now())
        rows = [
            Release(
                code=code,
                name=map_.places[code].name,
                parent=(map_.places[code].parent or ("",))[0],
                year=year,
                through=through,
                made_at=clock.now(),
                made_by=made_by,
                mended=stands.mended,
                content=text,
                digest=digest_of(code, year, text),
            )
            for code, text in _contents(year, through, map_)
        ]
        if not _still(stands):
            return False
        Release.objects.filter(year=year).delete()
        Release.objects.bulk_create(rows, batch_size=500)
    return True


def _alone() -> bool:
    """Tell whether no other worker makes a release; held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [RELEASE_LOCK])
        return bool(cursor.fetchone()[0])


def _still(before: Standing) -> bool:
    """Tell whether the figures are proved as they were before; the lap waits from here on.

    What was found and mended in between was counted as nobody knows what: that is made anew.
    """
    Proof.objects.select_for_update().filter(name=NAME).first()
    now = standing()
    return now.sound and now.mended == before.mended


def digest_of(code: str, year: int, text: str) -> str:
    """Return what binds a release's text to its unit, its year and this installation."""
    return signing.keyed_digest(PURPOSE, f"{code}|{year}|{text}").hex()


def _contents(year: int, through: int, map_: Map) -> list[tuple[str, str]]:
    tables = counting.tables_count(year, through, map_)
    smallest = smallest_now()
    decisions = {name: decide(table, through, smallest) for name, table in tables.items()}
    codes = sorted(
        {code for table in tables.values() for chain in table.leaves.values() for code in chain}
    ) or sorted(code for code, one in map_.places.items() if one.parent is None)
    cells = {code: _cells(code, through, tables, decisions) for code in codes}
    points = _points(year, through, cells, map_, smallest)
    procedures = _procedures(year, through, cells, map_, smallest)
    lived = counting.units_lived(year)
    return [
        (
            code,
            json.dumps(
                _about(map_.places[code])
                | _passed(map_.places[code], map_, lived, set(codes), year, through)
                | {
                    "year": year,
                    "through": through,
                    "smallest": smallest,
                    "cells": cells[code],
                    "units": _below(map_.places[code], cells),
                    "points": points.get(code, {}),
                    "procedures": procedures.get(code, {}),
                },
                ensure_ascii=False,
                sort_keys=True,
            ),
        )
        for code in codes
    ]


def _about(place: Place) -> dict[str, Any]:
    return {
        "code": place.code,
        "name": place.name,
        "level": place.level,
        "parent": place.parent,
        "below": place.below,
    }


def _passed(
    place: Place, map_: Map, lived: frozenset[int], pages: set[str], year: int, through: int
) -> dict[str, Any]:
    """Return who took a unit over, and what it took over by the last month that is shown.

    Each as code (empty where nothing is published of it), name and day.
    """

    def told(one: Passed) -> list[str]:
        return [one.code if one.code in pages else "", one.name, one.on.isoformat()]

    last = counting.period_of(year, f"{through:02}").last
    took = took_over(place, map_, window_of(Period(last, last)).until, lived)
    return {"went": [told(one) for one in place.went], "took": [told(one) for one in took]}


def _cells(
    code: str, through: int, tables: Mapping[str, Table], decisions: Mapping[str, Decision]
) -> Shown:
    """Return the figures of a unit by span; spans without anything are left out."""
    found: Shown = {}
    for span in counting.spans_through(through):
        told: dict[str, int | str] = {}
        for family, table in tables.items():
            for part, name in NAMES[family].items():
                hidden = decisions[family].hidden.get((code, span, part))
                value = table.cell((code, span, part))
                told[name] = value if hidden is None else FEW if hidden else HIDDEN
        if any(told.values()):
            found[span] = told
    return found


def _below(place: Place, cells: Mapping[str, Shown]) -> dict[str, list[list[int | str]]]:
    """Return the figures of the units directly under one, by span, for its table."""
    found: dict[str, list[list[int | str]]] = {}
    for code, _name in place.below:
        for span, told in cells.get(code, {}).items():
            found.setdefault(span, []).append([code, *(told[one] for one in COMPARED)])
    return found


def _broad(told: Mapping[str, int | str], name: str, smallest: int) -> bool:
    """Tell whether a step of five per cent of a figure is at least the smallest number."""
    value = told.get(name, 0)
    return isinstance(value, int) and value * STEP >= smallest * 100


def _points(
    year: int, through: int, cells: Mapping[str, Shown], map_: Map, smallest: int
) -> dict[str, dict[str, Any]]:
    """Return whole points by unit and span, where a point is broad enough to hide in."""
    found: dict[str, dict[str, Any]] = {}
    for span in counting.spans_through(through):
        codes = [
            code
            for code, shown in cells.items()
            if all(_broad(shown.get(span, {}), name, smallest) for name in ("received", "resolved"))
        ]
        for code, index in counting.index_count(year, span, codes, map_).items():
            if not index.reachable:
                continue
            ratio = counting.satisfied(index)
            found.setdefault(code, {})[span] = {
                "points": whole(index.points),
                "reachable": whole(index.reachable),
                "groups": {
                    str(one.group): [whole(one.points), whole(one.reachable), whole(one.most)]
                    for one in index.groups
                },
                "satisfied": None if ratio is None else stepped(ratio),
            }
    return found


def _procedures(
    year: int, through: int, cells: Mapping[str, Shown], map_: Map, smallest: int
) -> dict[str, dict[str, list[list[str | int]]]]:
    """Return the procedures most used with their share in steps, by unit and span."""
    counted = counting.procedures_count(year, through, map_)
    names = counting.names_of({one for by in counted.values() for one in by})
    found: dict[str, dict[str, list[list[str | int]]]] = {}
    for (code, span), by in sorted(counted.items()):
        told = cells.get(code, {}).get(span, {})
        if not _broad(told, "received", smallest):
            continue
        total = sum(by.values())
        steps = {key: stepped(Fraction(count, total)) for key, count in by.items()}
        # Those of one step stand in the order of their codes: more would be told otherwise.
        listed = sorted(
            (-step, *names.get(key, ("", ""))) for key, step in steps.items() if step >= STEP
        )
        rows: list[list[str | int]] = [[number, name, -step] for step, number, name in listed]
        found.setdefault(code, {})[span] = rows[:LISTED]
    return found


def whole(value: Fraction) -> int:
    """Return whole points, halves up."""
    return int(rounded(value, 0))


def stepped(ratio: Fraction) -> int:
    """Return a ratio in per cent, rounded to the step."""
    return int(rounded(ratio * 100 / STEP, 0)) * STEP
