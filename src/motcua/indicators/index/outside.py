"""The index from an export alone: no database, no trust in who made the tables of dossiers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from datetime import datetime
from pathlib import Path

from motcua.dossiers.rules import TransitionRefused
from motcua.indicators.index.fold import as_dict, index_rows
from motcua.indicators.index.places import UnitRow
from motcua.indicators.index.proof import Unsound, export_open
from motcua.indicators.index.relations import RELATIONS, Kind
from motcua.indicators.index.runners.duckdb import Duck
from motcua.indicators.index.sources import Source

BESIDE = tuple(name for name in RELATIONS if name not in {"dossier", "unit"})


@contextmanager
def outside_open(folder: Path, *, key: str = "") -> Iterator[Source]:
    """Prove an export, fold its events and load it into DuckDB; raises Unsound with the reason."""
    export = export_open(folder, key=key)
    with Duck() as engine:
        try:
            engine.add("dossier", (as_dict(row) for row in index_rows(export.lives())))
        except TransitionRefused as error:
            raise Unsound(f"events break the guard table: {error}") from error
        except (KeyError, TypeError, ValueError) as error:
            raise error if isinstance(error, Unsound) else Unsound(f"events: {error!r}") from error
        for name in BESIDE:
            file = folder / f"{name}.jsonl"
            if file.is_file() and file.stat().st_size:
                engine.load(name, file)
        until = datetime.fromisoformat(export.manifest["sealed_at"])
        yield Source(engine, _units(folder / "unit.jsonl"), until)


def _units(file: Path) -> dict[int, UnitRow]:
    names = {one.name for one in fields(UnitRow)}
    instants = {one.name for one in RELATIONS["unit"].columns if one.kind is Kind.INSTANT}
    found = {}
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            row = {name: value for name, value in json.loads(line).items() if name in names}
            for name in instants:
                row[name] = row[name] and datetime.fromisoformat(row[name])
            found[int(row["unit_id"])] = UnitRow(**row)
    return found
