"""What is measured on a nation: boards, the index of all units, the write path, the rebuild."""

from __future__ import annotations

import argparse
import json
import os
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Timer
from typing import Any
from unittest.mock import patch

import psycopg

from bench.nation.pages import pages_measure
from bench.nation.place import Place
from bench.nation.table import table

SLOW_MS = 3_000.0
PATIENCE_S = 600
"""So long DuckDB may count: beyond, its time is a floor and the ratio a ceiling."""
TURNS = 5
PROVINCE = "79"
"""Hồ Chí Minh City, the largest."""


def measure_all(place: Place, figures: dict[str, Any], given: argparse.Namespace) -> None:
    """Measure on both sizes and write the results."""
    from motcua.indicators.services.branches import branches_keep

    sizes = sorted({given.small, given.dossiers})
    until = given.until or date.today() - timedelta(days=1)  # noqa: DTZ011 - as it was loaded
    figures["dossiers"], figures["small"] = given.dossiers, given.small
    figures["until"] = str(until)
    for size in sizes:
        name = f"n{size}"
        place.migrate(name)
        note = place.folder / f"{name}.json"
        if note.exists():
            figures["loaded"][size] = json.loads(note.read_text())
        branches_keep()
        place.vacuum(name)
    for size, boards in _boards(place, sizes, until).items():
        figures[f"boards at {size}"] = boards
    for size in sizes:
        name = f"n{size}"
        place.use(name)
        with _looking(until):
            figures[f"index at {size}"] = _index(until)
            _note(place, figures)
            figures[f"pages at {size}"] = pages_measure(_readers(), until, _ms)
        with TemporaryDirectory(prefix="motcua-nation-") as folder, _looking(until):
            figures[f"counts at {size}"] = _counts(place.url(name), Path(folder), until)
            _note(place, figures)
    place.use(f"n{given.small}")
    figures["rebuild"] = _rebuild(place, f"n{given.small}")
    place.anew("written")
    figures["write path"] = _write_path()
    figures["made_at"] = datetime.now(UTC).isoformat(timespec="seconds")
    figures["load_average"] = round(os.getloadavg()[0], 2)
    given.out.mkdir(parents=True, exist_ok=True)
    (given.out / "nation.json").write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
    (given.out / "nation.md").write_text(table(figures), "utf-8")
    print(table(figures))


def _note(place: Place, figures: dict[str, Any]) -> None:
    """Write down what is known by now: a run of hours that is broken off has measured something."""
    (place.folder / "figures.json").write_text(json.dumps(figures, indent=1))


@contextmanager
def _looking(until: date) -> Iterator[None]:
    """Look with the clock on the morning after the year that was loaded."""
    from motcua.kernel import clock
    from motcua.kernel.scope import SYSTEM, scope_use

    after = datetime(until.year, until.month, until.day, 20, tzinfo=UTC)
    with clock.clock_set(after), scope_use(SYSTEM):
        yield


def _ms(work: Callable[[], Any], times: int = 7) -> float:
    """Return the median time; what is slow anyway is not measured often."""
    taken: list[float] = []
    for _time in range(times):
        begun = time.perf_counter()
        work()
        taken.append((time.perf_counter() - begun) * 1000)
        if taken[0] > SLOW_MS:
            break
    return round(statistics.median(taken), 1)


def _readers() -> dict[str, int]:
    """Return the units whose boards and pages are asked for."""
    from motcua.organisations.models import Unit
    from motcua.organisations.queries import unit_by_code

    province = unit_by_code(PROVINCE).id
    wards = Unit.objects.filter(path__contains=f"/{province}/", kind="ward", valid_to=None)
    return {
        "country": Unit.objects.get(kind="country").id,
        "province": province,
        "commune": wards.order_by("code").values_list("id", flat=True)[0],
    }


def _boards(place: Place, sizes: list[int], until: date) -> dict[int, dict[str, float]]:
    """Return medians of every board by size, in turns: a ratio is of one hour's machine."""
    from motcua.indicators.queries.board import board
    from motcua.organisations.queries import unit_descendant_ids

    taken: dict[tuple[int, str], list[float]] = {}
    for _turn in range(TURNS):
        for size in sizes:
            place.use(f"n{size}")
            with _looking(until):
                for who, main in _readers().items():
                    ids = unit_descendant_ids(main)
                    for length, period in _periods(until).items():
                        # As the pages ask: officials are named on a commune's board only.
                        asked = partial(
                            board, ids, period, main_unit_id=main, officials=who == "commune"
                        )
                        asked()
                        asked()  # the connection has learnt, and what is read lies near
                        taken.setdefault((size, f"{who}, {length}"), []).append(_ms(asked, 5))
    found: dict[int, dict[str, float]] = {size: {} for size in sizes}
    for (size, name), times in taken.items():
        found[size][name] = round(statistics.median(times), 1)
        print(f"  {size:,}: board of {name}: {found[size][name]:,.0f} ms", flush=True)
    return found


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


def _month(until: date) -> date:
    return (until.replace(day=1) - timedelta(days=1)).replace(day=1)


def _index(until: date) -> dict[str, Any]:
    from motcua.indicators.index.beside import units_tree
    from motcua.indicators.index.standing import ending_with, following, kept_of, running_with
    from motcua.indicators.models import IndexMonth
    from motcua.indicators.queries.index import index_of
    from motcua.indicators.queries.index_all import index_of_all
    from motcua.indicators.services import index_totals
    from motcua.indicators.types import Period
    from motcua.kernel import clock
    from motcua.organisations.queries import unit_by_code

    month = _month(until)
    IndexMonth.objects.filter(month=month).update(seen=-1)
    begun = time.perf_counter()
    index_totals.month_keep(kept_of(month, clock.now()), units_tree())
    keeping = time.perf_counter() - begun
    print(f"  totals of one month counted in {keeping:.1f} s", flush=True)
    # As the worker does after midnight, for whoever looks at the running month.
    running = until.replace(day=1)
    index_totals.month_keep(kept_of(running, clock.now()), units_tree())
    longer = (*ending_with(running)[1:], *running_with(running))
    IndexMonth.objects.filter(month__in=longer).update(seen=-1)
    begun = time.perf_counter()
    for day in longer:
        index_totals.month_keep(kept_of(day, clock.now()), units_tree())
    nightly = time.perf_counter() - begun
    print(f"  running quarter, half-year and year counted in {nightly:.1f} s", flush=True)
    whole = _ms(lambda: index_of_all(month), 3)
    units = len(index_of_all(month).by_unit)
    province = unit_by_code(PROVINCE).id
    period = Period(month, following(month) - timedelta(days=1))
    one = _ms(lambda: index_of(province, period), 3)
    with patch("motcua.indicators.queries.index._kept", lambda *_a: None):
        live = _ms(lambda: index_of(province, period), 3)
    print(
        f"  index of {units:,} units {whole:,.0f} ms; a province {one:,} (live {live:,})",
        flush=True,
    )
    return {
        "units": units,
        "all_units_ms": whole,
        "province_ms": one,
        "province_live_ms": live,
        "keeping_s": round(keeping, 2),
        "running_s": round(nightly, 2),
    }


def _exported(url: str, folder: Path) -> None:
    """Write the relation of dossiers as Parquet."""
    import duckdb

    from motcua.indicators.index.relations import DOSSIER

    rows = folder / "cases.csv"
    columns = ", ".join(DOSSIER.names)
    with psycopg.connect(url) as connection, rows.open("wb") as out:
        text = f"COPY (SELECT {columns} FROM indicators_case) TO STDOUT (FORMAT csv, HEADER)"
        with connection.cursor().copy(text) as copy:
            for block in copy:
                out.write(block)
    kinds = {"text": "VARCHAR", "timestamptz": "TIMESTAMPTZ"}
    types = ", ".join(
        f"'{one.name}': '{kinds.get(one.kind.value, one.kind.value.upper())}'"
        for one in DOSSIER.columns
    )
    with duckdb.connect() as duck:
        duck.execute(
            f"COPY (SELECT * FROM read_csv('{rows}', header = true, columns = {{{types}}}))"
            f" TO '{folder}/dossier.parquet' (FORMAT parquet)"
        )
    rows.unlink()


def _counts(url: str, folder: Path, until: date) -> dict[str, float]:
    """Count one month of all units: PostgreSQL's keeper beside DuckDB over exported Parquet."""
    import duckdb

    from motcua.indicators.index.asking import counts_of
    from motcua.indicators.index.beside import tables_beside, units_rows, units_tree
    from motcua.indicators.index.definition import Span
    from motcua.indicators.index.places import places
    from motcua.indicators.index.relations import DOSSIER, RELATIONS
    from motcua.indicators.index.runners.duckdb import Duck
    from motcua.indicators.index.standing import kept_of
    from motcua.indicators.models import IndexMonth
    from motcua.indicators.queries.index_totals import OF_DOSSIERS, OF_PROCEDURES
    from motcua.indicators.services import index_totals
    from motcua.kernel import clock

    _exported(url, folder)
    tables, units = tables_beside(), units_rows()
    for name in RELATIONS:
        if name != DOSSIER.name:
            with Duck({name: tables.get(name, [])}) as engine:
                engine._database.execute(  # noqa: SLF001 - the bench looks inside
                    f"COPY {name} TO '{folder}/{name}.parquet' (FORMAT parquet)"
                )
    kept = kept_of(_month(until), clock.now())
    span = Span(kept.start, kept.until, 1)
    shown = places(units.keys(), units, kept.until)
    engine = Duck.of_parquet(folder)
    begun = time.perf_counter()
    stop = Timer(PATIENCE_S, engine._database.interrupt)  # noqa: SLF001
    stop.start()
    try:
        counts_of(engine, (*OF_DOSSIERS, *OF_PROCEDURES), span, shown)
    except duckdb.InterruptException:
        print(f"  DuckDB did not end within {PATIENCE_S} s", flush=True)
    stop.cancel()
    yardstick = time.perf_counter() - begun
    IndexMonth.objects.filter(month=kept.month).update(seen=-1)
    begun = time.perf_counter()
    index_totals.month_keep(kept, units_tree())
    ours = time.perf_counter() - begun
    print(f"  one month of all units: ours {ours:.1f} s, DuckDB {yardstick:.1f} s", flush=True)
    return {
        "ours_s": round(ours, 2),
        "duckdb_s": round(yardstick, 2),
        "ended": yardstick < PATIENCE_S,
        "ratio": round(ours / yardstick, 2),
    }


def _rebuild(place: Place, name: str) -> dict[str, Any]:
    """Read every event anew, beside DuckDB over Parquet of the same events with the same fold.

    Twice: into an empty table, as DuckDB does, and over what stands, as after a release.
    """
    from motcua.indicators.services.cases import cases_follow, cases_rebuild

    yardstick = _duckdb_rebuild(place.url(name))
    place.empty(name, "indicators_case")
    found: dict[str, Any] = {"duckdb_s": round(yardstick, 1)}
    for way in ("from nothing", "over what stands"):
        cases_rebuild()
        begun, events = time.perf_counter(), 0
        while read := cases_follow(limit=20_000):
            events += read
        ours = time.perf_counter() - begun
        print(f"  rebuild {way}: ours {ours:.1f} s, DuckDB {yardstick:.1f} s", flush=True)
        found[way] = {
            "events": events,
            "ours_s": round(ours, 1),
            "events_per_s": round(events / ours),
            "ratio": round(ours / yardstick, 2),
        }
    return found


def _duckdb_rebuild(url: str) -> float:
    """Return the seconds that DuckDB takes over Parquet of the events, with our fold."""
    import duckdb

    from motcua.dossiers import chain
    from motcua.indicators.index.fold import as_dict, index_versions
    from motcua.indicators.index.runners.duckdb import Duck

    with TemporaryDirectory(prefix="motcua-nation-") as folder:
        rows = Path(folder) / "events.csv"
        text = (
            "COPY (SELECT d.code, e.seq, e.payload FROM dossiers_event e JOIN dossiers_dossier d"
            " ON d.id = e.dossier_id) TO STDOUT (FORMAT csv, HEADER)"
        )
        with psycopg.connect(url) as connection, rows.open("wb") as out:
            connection.execute("SELECT set_config('motcua.scope', '*', false)")
            with connection.cursor().copy(text) as copy:
                for block in copy:
                    out.write(block)
        with duckdb.connect() as duck:
            duck.execute(
                f"COPY (SELECT * FROM read_csv('{rows}', header = true, columns ="
                " {'code': 'VARCHAR', 'seq': 'BIGINT', 'payload': 'VARCHAR'}))"
                f" TO '{folder}/events.parquet' (FORMAT parquet)"
            )
        begun = time.perf_counter()
        with duckdb.connect() as duck, Duck() as engine:
            rows_of = duck.execute(
                f"SELECT code, payload FROM read_parquet('{folder}/events.parquet')"
                " ORDER BY code, seq"
            )
            engine.add("dossier", _folded(rows_of, chain.fact_of, index_versions, as_dict))
        return time.perf_counter() - begun


def _folded(found: Any, fact_of: Any, versions: Any, as_dict: Any) -> Iterator[dict[str, object]]:
    code = ""
    facts: list[Any] = []
    while block := found.fetchmany(10_000):
        for other, payload in block:
            if other != code:
                yield from (as_dict(row) for row in versions(code, facts))
                code, facts = other, []
            facts.append(fact_of(payload))
    yield from (as_dict(row) for row in versions(code, facts))


def _write_path(blocks: int = 6, each: int = 25) -> dict[str, float]:
    """Submit and accept, with and without the increments, in turns."""
    from tests.builders.dossiers import MORNING, commune_at_work, dossier_accepted

    from motcua.indicators import handlers
    from motcua.indicators.services import changes_record
    from motcua.kernel import clock
    from motcua.kernel.scope import SYSTEM, scope_use

    taken: dict[bool, list[float]] = {True: [], False: []}
    with clock.clock_set(MORNING + timedelta(days=60)):
        with scope_use(SYSTEM):
            commune = commune_at_work(name="Thử đo", province="98")
            dossier_accepted(commune)
        for block in range(2 * blocks):
            counts = bool(block % 2)
            with patch.object(handlers, "changes_record", changes_record if counts else _nothing):
                for _one in range(each):
                    begun = time.perf_counter()
                    with scope_use(SYSTEM):
                        dossier_accepted(commune)
                    taken[counts].append(time.perf_counter() - begun)
    with_, without = (statistics.median(taken[counts]) for counts in (True, False))
    print(f"  write path: {1 / with_:.1f}/s, without increments {1 / without:.1f}/s", flush=True)
    return {
        "per_second": round(1 / with_, 2),
        "per_second_without": round(1 / without, 2),
        "ratio": round(without / with_, 3),
    }


def _nothing(_changes: Any, **_fold: Any) -> int:
    return 0
