"""The rebuild of the index's dossiers: beside DuckDB, and of a nation while others write."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

import psycopg

from bench.nation.place import Place

BATCH = 20_000
EVENTS = 500_000
"""So much of a nation is read anew quietly, and as much again while others write."""
ALONE_S = 20


def rebuild_measure(place: Place, name: str) -> dict[str, Any]:
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
        while read := cases_follow(limit=BATCH):
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


def rebuild_beside(place: Place, name: str) -> dict[str, Any]:
    """Begin the rebuild of a nation, quietly and while somebody submits and accepts all the time.

    What stands is compared and found good, as after a release. Whoever writes is a process of its
    own; dossiers that it made stay in this database.
    """
    from motcua.indicators.services.cases import cases_rebuild

    place.use(name)
    cases_rebuild()
    events, quiet = _read(EVENTS)
    with _Writer(place, name) as writer:
        time.sleep(ALONE_S)
        alone = writer.rate()
        writer.begin()
        more, beside = _read(EVENTS)
        writes = writer.rate()
    found = {
        "events": min(events, more),
        "events_per_s": round(quiet),
        "events_per_s_beside": round(beside),
        "writes_per_s": round(alone, 1),
        "writes_per_s_beside": round(writes, 1),
    }
    print(f"  rebuild of a nation beside writes: {found}", flush=True)
    return found


def _read(events: int) -> tuple[int, float]:
    """Return how many events the rebuild read from where it stands, and how many a second."""
    from motcua.indicators.services.cases import cases_follow

    begun, read = time.perf_counter(), 0
    while read < events and (one := cases_follow(limit=BATCH)):
        read += one
    return read, read / (time.perf_counter() - begun)


class _Writer:
    """Somebody who submits and accepts until told to stop."""

    def __init__(self, place: Place, name: str) -> None:
        self.made = Path(place.folder) / "written.json"
        self.made.unlink(missing_ok=True)
        place.use(name)  # the environment says where
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.nation.writes", str(self.made)], env=os.environ.copy()
        )

    def __enter__(self) -> Self:
        while not self.made.exists():
            if self.process.poll() is not None:
                raise RuntimeError("whoever writes has ended")
            time.sleep(0.2)
        self.begin()
        return self

    def begin(self) -> None:
        """Count from here on."""
        self.begun, self.before = time.perf_counter(), self._count()

    def _count(self) -> int:
        return int(json.loads(self.made.read_text())["made"])

    def rate(self) -> float:
        """Return the dossiers a second since it began."""
        return (self._count() - self.before) / (time.perf_counter() - self.begun)

    def __exit__(self, *_error: object) -> None:
        self.process.terminate()
        self.process.wait(30)
