"""Loads a nation into a database: day by day, restartable, indexes at the end."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg

from bench.nation import life
from bench.nation.ground import days_plan

LARGE = (
    "dossiers_dossier",
    "dossiers_event",
    "indicators_step",
    "indicators_case",
    "indicators_total",
)
SETTINGS = (
    "SET session_replication_role = replica",  # no foreign keys, no marks of change
    "SET work_mem = '256MB'",
    "SET maintenance_work_mem = '1GB'",
    "SET synchronous_commit = off",
    "SET motcua.scope = '*'",
)
KEPT = """
CREATE TABLE IF NOT EXISTS bench_index (name text PRIMARY KEY, made text, constraint_of text);
INSERT INTO bench_index
SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid), ''
FROM pg_index i WHERE i.indrelid::regclass::text = ANY(%(tables)s)
  AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid)
ON CONFLICT DO NOTHING;
INSERT INTO bench_index
SELECT c.conname, pg_get_constraintdef(c.oid), c.conrelid::regclass::text FROM pg_constraint c
WHERE c.conrelid = 'indicators_total'::regclass AND c.contype = 'u' ON CONFLICT DO NOTHING;
"""
FINISHED = """
INSERT INTO indicators_reading (name, place, made_by, problem) VALUES ('index-cases', '', '', '')
  ON CONFLICT DO NOTHING;
UPDATE indicators_reading SET place = (SELECT max(txid) || '.' || max(id) FROM dossiers_event),
  made_by = 'motcua.index/1', problem = '' WHERE name = 'index-cases';
SELECT setval(pg_get_serial_sequence('dossiers_dossier', 'id'),
  (SELECT max(id) FROM dossiers_dossier));
"""
Say = Callable[[str], None]


def holidays_of(connection: psycopg.Connection[Any]) -> frozenset[date]:
    """Return the days off that the product's calendar knows, as far as they are no weekend."""
    rows = connection.execute(
        "SELECT date FROM deadlines_calendarentry WHERE unit_id IS NULL AND sessions = ''"
    )
    return frozenset(row[0] for row in rows)


def nation_load(
    url: str, *, dossiers: int, until: date, say: Say = print, index: bool = True
) -> dict[str, Any]:
    """Load what is not there yet of `dossiers` in the year to `until`; return what it took.

    Days are transactions: killed, it goes on with the next day. `url` is the superuser's.
    """
    started = time.monotonic()
    ends = datetime(until.year, until.month, until.day, tzinfo=UTC) + timedelta(hours=17)
    with psycopg.connect(url, autocommit=True) as connection:
        for setting in SETTINGS:
            connection.execute(setting)
        days = list(days_plan(dossiers, until, holidays_of(connection)))
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO bench_day VALUES (%s, %s, %s) ON CONFLICT DO NOTHING", days
            )
        waiting = connection.execute(
            "SELECT day, first, last FROM bench_day WHERE NOT done ORDER BY day"
        ).fetchall()
        if index and waiting:
            _indexes_drop(connection)
        for number, (day, first, last) in enumerate(waiting, start=1):
            _day(connection, {"day": day, "first": first, "last": last, "until": ends})
            if number % 20 == 0 or number == len(waiting):
                took = time.monotonic() - started
                say(
                    f"  {day} {last:>12,} dossiers, {(last - waiting[0][1] + 1) / took:8,.0f}/s,"
                    f" {took:6.0f} s"
                )
        loaded = time.monotonic() - started
        if connection.execute("SELECT NOT EXISTS (SELECT 1 FROM indicators_total)").fetchone()[0]:  # type: ignore[index]
            for text in life.ALL_TOTALS:
                connection.execute(text)
                say(f"  totals, {time.monotonic() - started:6.0f} s")
        if index:
            _indexes_make(connection, say, started)
        connection.execute(FINISHED)
        connection.execute("VACUUM (ANALYZE)")
        sizes = _sizes(connection)
    return {
        "dossiers": dossiers,
        "rows_s": round(loaded),
        "whole_s": round(time.monotonic() - started),
        "bytes_per_dossier": round(sum(size for _n, size, _r in sizes) / dossiers),
        "tables": {name: {"bytes": size, "rows": rows} for name, size, rows in sorted(sizes)},
    }


def _sizes(connection: psycopg.Connection[Any]) -> list[tuple[str, int, int]]:
    """Return bytes, with indexes, and rows of each table."""
    return connection.execute(
        "SELECT c.relname, pg_total_relation_size(c.oid), c.reltuples::bigint FROM pg_class c"
        " WHERE c.relname = ANY(%s)",
        [list(LARGE)],
    ).fetchall()


def _day(connection: psycopg.Connection[Any], params: dict[str, Any]) -> None:
    with connection.transaction():
        for text in life.DAY:
            # Without parameters a per cent sign is one; with them it is written twice.
            connection.execute(text, params if "%(" in text else None)
        connection.execute("UPDATE bench_day SET done = true WHERE day = %(day)s", params)


def _indexes_drop(connection: psycopg.Connection[Any]) -> None:
    for text in KEPT.split(";\n"):
        if text.strip():
            connection.execute(text, {"tables": list(LARGE)} if "%(" in text else None)
    rows = connection.execute("SELECT name, constraint_of FROM bench_index").fetchall()
    for name, of in rows:
        if of:
            connection.execute(f"ALTER TABLE {of} DROP CONSTRAINT IF EXISTS {name}")
        else:
            connection.execute(f"DROP INDEX IF EXISTS {name}")


def _indexes_make(connection: psycopg.Connection[Any], say: Say, started: float) -> None:
    rows = connection.execute(
        "SELECT name, made, constraint_of FROM bench_index b WHERE to_regclass(name) IS NULL"
        " ORDER BY constraint_of, name"
    ).fetchall()
    for name, made, of in rows:
        connection.execute(f"ALTER TABLE {of} ADD CONSTRAINT {name} {made}" if of else made)
        say(f"  {name:<28} {time.monotonic() - started:6.0f} s")
