"""Boards of a nation: named ones, any of any unit and period, and beside what nobody folded yet."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from random import Random
from typing import Any

from bench.nation.looking import looking, ms_of, readers
from bench.nation.place import Place

TURNS = 5
SEED = 766
COMMUNES, EACH = 60, 4
"""So many communes are drawn, beside all provinces and the country; and so many periods of each."""
MINUTE = 2_000
"""Increments of a nation's busy minute: 72 million a year over 250 days of 8 hours make 600."""


def boards_measure(place: Place, sizes: list[int], until: date) -> dict[int, dict[str, float]]:
    """Return medians of every named board by size, in turns: a ratio is of one hour's machine."""
    taken: dict[tuple[int, str], list[float]] = {}
    for _turn in range(TURNS):
        for size in sizes:
            place.use(f"n{size}")
            with looking(until):
                for who, main in readers().items():
                    for length, period in _periods(until).items():
                        asked = _asked(main, period, commune=who == "commune")
                        taken.setdefault((size, f"{who}, {length}"), []).append(_warm(asked, 5))
    found: dict[int, dict[str, float]] = {size: {} for size in sizes}
    for (size, name), times in taken.items():
        found[size][name] = round(statistics.median(times), 1)
        print(f"  {size:,}: board of {name}: {found[size][name]:,.0f} ms", flush=True)
    return found


def boards_any(place: Place, sizes: list[int], until: date) -> dict[str, dict[str, Any]]:
    """Return how long boards of units and periods drawn by lot take, by kind of unit.

    All provinces and the country, communes by lot, periods by lot within two years: days, months,
    quarters, years, and days from one to another. The same lots at both sizes; twice, in turns.
    """
    taken: dict[tuple[str, int, int], list[float]] = {}
    for _turn in range(2):
        for size in sizes:
            place.use(f"n{size}")
            with looking(until):
                for at, (kind, unit, period) in enumerate(_lots(until)):
                    asked = _asked(unit, period, commune=kind == "commune")
                    taken.setdefault((kind, at, size), []).append(_warm(asked, 3))
    found: dict[str, dict[str, Any]] = {}
    small, large = sizes[0], sizes[-1]
    for kind in ("country", "province", "commune"):
        lots = sorted(at for one, at, size in taken if one == kind and size == large)
        times = [statistics.median(taken[kind, at, large]) for at in lots]
        before = [statistics.median(taken[kind, at, small]) for at in lots]
        ratios = sorted(now / then for now, then in zip(times, before, strict=True))
        found[kind] = {
            "boards": len(lots),
            "median_ms": round(statistics.median(times), 1),
            "worst_ms": round(max(times), 1),
            "ratio": round(statistics.median(ratios), 2),
            "ratio_of_nine_in_ten": round(ratios[int(len(ratios) * 0.9)], 2),
            "worst_ratio": round(ratios[-1], 2),
        }
        print(f"  any board of a {kind}: {found[kind]}", flush=True)
    return found


def boards_unfolded(place: Place, name: str, until: date) -> dict[str, dict[str, float]]:
    """Return boards of the running month without and with a busy minute that nobody folded yet."""
    from django.db import connection

    from motcua.kernel import clock
    from motcua.organisations.queries import unit_descendant_ids

    place.use(name)
    found: dict[str, dict[str, float]] = {}
    with looking(until):
        period = _periods(until)["running month"]
        asked = {
            who: _asked(main, period, commune=who == "commune") for who, main in readers().items()
        }
        for state in ("folded", "unfolded"):
            if state == "unfolded":
                with connection.cursor() as cursor:
                    country = sorted(unit_descendant_ids(readers()["country"]))
                    cursor.execute(_UNFOLDED, [country, clock.now(), MINUTE])
            for who, work in asked.items():
                found.setdefault(who, {})[state] = _warm(work, 7)
        connection.set_rollback(True)
    print(f"  a minute unfolded: {found}", flush=True)
    return found


_UNFOLDED = """
INSERT INTO indicators_step (dossier_id, unit_id, procedure_id, official_id, at, known_at, ended_at,
  measure, delta, folded)
SELECT dossier_id, unit_id, procedure_id, official_id, at, known_at, ended_at, measure, delta, false
FROM indicators_step WHERE unit_id = ANY(%s::bigint[]) AND at <= %s ORDER BY id DESC LIMIT %s
"""


def _asked(unit: int, period: Any, *, commune: bool) -> Callable[[], Any]:
    """Return the question for a board as the pages ask it: only a commune's names officials."""
    from motcua.indicators.queries.board import board
    from motcua.organisations.queries import unit_descendant_ids

    return partial(board, unit_descendant_ids(unit), period, main_unit_id=unit, officials=commune)


def _warm(asked: Callable[[], Any], times: int) -> float:
    """Return the median once the connection has learnt and what is read lies near."""
    asked()
    asked()
    return ms_of(asked, times)


def _periods(until: date) -> dict[str, Any]:
    from motcua.indicators.types import Period

    month = until.replace(day=1) - timedelta(days=1)
    quarter = date(until.year, 3 * ((until.month - 1) // 3) + 1, 1) - timedelta(days=1)
    return {
        "day": Period(until, until),
        "running month": Period(until.replace(day=1), until + timedelta(days=1)),
        "month": Period(month.replace(day=1), month),
        "quarter": Period(date(quarter.year, quarter.month - 2, 1), quarter),
        "year": Period(until - timedelta(days=364), until),
    }


def _lots(until: date) -> Iterator[tuple[str, int, Any]]:
    """Yield kind of unit, unit and period: the same ones wherever and whenever it is asked."""
    from motcua.organisations.models import Unit

    lot = Random(SEED)
    standing = Unit.objects.filter(valid_to=None).order_by("code")
    units = [("country", unit) for unit in standing.filter(kind="country")]
    units += [
        ("province", unit)
        for unit in standing.filter(
            parent__kind="country", kind__in=("province", "centrally_run_city")
        )
    ]
    communes = list(standing.filter(kind__in=("ward", "commune", "special_zone")))
    units += [("commune", unit) for unit in lot.sample(communes, COMMUNES)]
    for kind, unit in units:
        for _one in range(EACH):
            yield kind, unit.id, _drawn(lot, until)


def _drawn(lot: Random, until: date) -> Any:
    from motcua.indicators.types import Period

    first = until - timedelta(days=lot.randrange(400))
    length = lot.choice(("day", "month", "quarter", "year", "days"))
    if length == "day":
        return Period(first, first)
    if length == "days":
        return Period(first, min(until, first + timedelta(days=lot.randrange(1, 200))))
    months = {"month": 1, "quarter": 3, "year": 12}[length]
    begins = date(first.year, (first.month - 1) // months * months + 1, 1)
    after = begins.year * 12 + begins.month - 1 + months
    return Period(begins, date(after // 12, after % 12 + 1, 1) - timedelta(days=1))
