"""DuckDB: an outsider's engine, over rows in memory or Parquet files of an export."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

import duckdb

from motcua.indicators.index.asking import Places
from motcua.indicators.index.build import bound, placed, translated
from motcua.indicators.index.relations import RELATIONS, Relation


class Duck:
    """The relations in a DuckDB of its own; used as a context manager."""

    def __init__(self, tables: Mapping[str, Iterable[Mapping[str, object]]] | None = None) -> None:
        self._database = duckdb.connect()
        for relation in RELATIONS.values():
            self._database.execute(_create(relation))
        for name, rows in (tables or {}).items():
            self.add(name, rows)

    @classmethod
    def of_parquet(cls, folder: Path) -> Self:
        """Return an engine over the Parquet files of a folder, one for each relation there is."""
        engine = cls()
        for name in RELATIONS:
            file = folder / f"{name}.parquet"
            if file.exists():
                engine._database.execute(f"DROP TABLE {name}")
                engine._database.execute(
                    f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{_quoted(file)}')"  # noqa: S608 - our own names
                )
        return engine

    def add(self, name: str, rows: Iterable[Mapping[str, object]]) -> None:
        """Add rows to a relation."""
        names = RELATIONS[name].names
        with TemporaryDirectory(prefix="motcua-index-") as folder:
            file = Path(folder) / "rows.jsonl"
            with file.open("w", encoding="utf-8") as out:
                for row in rows:
                    told = {column: _plain(row.get(column)) for column in names}
                    out.write(json.dumps(told, ensure_ascii=False) + "\n")
            if file.stat().st_size:
                self.load(name, file)

    def load(self, name: str, file: Path) -> None:
        """Add the rows of a file of JSON lines to a relation."""
        relation = RELATIONS[name]
        columns = ", ".join(f"{one.name}: '{_type(one.kind.value)}'" for one in relation.columns)
        self._database.execute(
            f"INSERT INTO {name} SELECT {', '.join(relation.names)} FROM read_json("  # noqa: S608 - our own names
            f"'{_quoted(file)}', format = 'newline_delimited', columns = {{{columns}}})"
        )

    def write(self, folder: Path) -> None:
        """Write every relation as a Parquet file."""
        folder.mkdir(parents=True, exist_ok=True)
        for name in RELATIONS:
            self._database.execute(
                f"COPY {name} TO '{_quoted(folder / f'{name}.parquet')}' (FORMAT parquet)"
            )

    def rows(
        self, sql: str, parameters: Mapping[str, Any], places: Places
    ) -> Iterable[Sequence[Any]]:
        """Return the rows of a statement; see `asking.Engine`."""
        # `$name` after the translation; what is not named there must not be given.
        text = placed(translated(bound(sql, mark=":{}"), "duckdb"), places)
        given = {name: value for name, value in parameters.items() if f"${name}" in text}
        found: list[tuple[Any, ...]] = self._database.execute(text, given).fetchall()
        return found

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        del error
        self._database.close()


def _create(relation: Relation) -> str:
    columns = ", ".join(f"{one.name} {_type(one.kind.value)}" for one in relation.columns)
    return f"CREATE TABLE {relation.name} ({columns})"


def _type(kind: str) -> str:
    return {"text": "VARCHAR", "timestamptz": "TIMESTAMPTZ"}.get(kind, kind.upper())


def _quoted(file: Path) -> str:
    return str(file).replace("'", "''")


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value
