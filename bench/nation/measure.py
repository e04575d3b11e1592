"""What is measured on a nation: boards, the index of all units, the write path, the rebuild."""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import psycopg

from bench.nation.boards import boards_any, boards_measure, boards_unfolded
from bench.nation.looking import PROVINCE, looking, ms_of, readers
from bench.nation.pages import pages_measure
from bench.nation.place import Place
from bench.nation.rebuild import rebuild_beside, rebuild_measure
from bench.nation.table import table
from bench.nation.writes import writes_measure

PATIENCE_S = 300
"""So long DuckDB may count: beyond, its time is a floor and the ratio a ceiling."""


def measure_all(place: Place, figures: dict[str, Any], given: argparse.Namespace) -> None:
    """Measure on both sizes and write the results."""
    from motcua.indicators.services import rollup_fold
    from motcua.indicators.services.branches import branches_keep

    sizes = sorted({given.small, given.dossiers})
    until = given.until
    figures["dossiers"], figures["small"] = given.dossiers, given.small
    figures["until"] = str(until)
    for size in sizes:
        name = f"n{size}"
        place.migrate(name)
        note = place.folder / f"{name}.json"
        if note.exists():
            figures["loaded"][size] = json.loads(note.read_text())
        while rollup_fold():  # what the writers of an earlier run left
            pass
        branches_keep()
        place.vacuum(name)
    for size, boards in boards_measure(place, sizes, until).items():
        figures[f"boards at {size}"] = boards
    figures["any board"] = boards_any(place, sizes, until)
    figures["unfolded"] = boards_unfolded(place, f"n{given.dossiers}", until)
    _note(place, figures)
    for size in sizes:
        name = f"n{size}"
        place.use(name)
        with looking(until):
            figures[f"index at {size}"] = _index(until)
            _note(place, figures)
            figures[f"pages at {size}"] = pages_measure(readers(), until, ms_of)
            _note(place, figures)
        with TemporaryDirectory(prefix="motcua-nation-") as folder, looking(until):
            figures[f"counts at {size}"] = _counts(place.url(name), Path(folder), until)
            _note(place, figures)
    place.use(f"n{given.small}")
    figures["rebuild"] = rebuild_measure(place, f"n{given.small}")
    place.anew("written")
    figures["write path"] = writes_measure()
    figures["rebuild beside writes"] = rebuild_beside(place, f"n{given.dossiers}")
    figures["made_at"] = datetime.now(UTC).isoformat(timespec="seconds")
    figures["load_average"] = round(os.getloadavg()[0], 2)
    given.out.mkdir(parents=True, exist_ok=True)
    (given.out / "nation.json").write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
    (given.out / "nation.md").write_text(table(figures), "utf-8")
    print(table(figures))


def _note(place: Place, figures: dict[str, Any]) -> None:
    """Write down what is known by now: a run of hours that is broken off has measured something."""
    (place.folder / "figures.json").write_text(json.dumps(figures, indent=1))


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
    whole = ms_of(lambda: index_of_all(month), 3)
    units = len(index_of_all(month).by_unit)
    province = unit_by_code(PROVINCE).id
    period = Period(month, following(month) - timedelta(days=1))
    one = ms_of(lambda: index_of(province, period), 3)
    with patch("motcua.indicators.queries.index._kept", lambda *_a: None):
        live = ms_of(lambda: index_of(province, period), 3)
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

    def counted() -> None:
        counts_of(Duck.of_parquet(folder), (*OF_DOSSIERS, *OF_PROCEDURES), span, shown)

    # A process of its own: of 26 million rows DuckDB was seen to stand still, deaf to interrupts.
    child = multiprocessing.get_context("fork").Process(target=counted)
    begun = time.perf_counter()
    child.start()
    child.join(PATIENCE_S)
    yardstick = time.perf_counter() - begun
    ended = child.exitcode == 0
    if not ended:
        child.kill()
        print(f"  DuckDB did not end within {PATIENCE_S} s", flush=True)
    IndexMonth.objects.filter(month=kept.month).update(seen=-1)
    begun = time.perf_counter()
    index_totals.month_keep(kept, units_tree())
    ours = time.perf_counter() - begun
    print(f"  one month of all units: ours {ours:.1f} s, DuckDB {yardstick:.1f} s", flush=True)
    return {
        "ours_s": round(ours, 2),
        "duckdb_s": round(yardstick, 2),
        "ended": ended,
        "ratio": round(ours / yardstick, 2),
    }
