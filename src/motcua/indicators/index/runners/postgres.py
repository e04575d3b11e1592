"""PostgreSQL: the live engine. Relations are tables, or rows that are given with the question."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Self

from django.db import connection

from motcua.indicators.index.asking import Places
from motcua.indicators.index.build import bound, placed
from motcua.indicators.index.relations import RELATIONS, Relation


class Postgres:
    """Relations by name: SQL that yields one, or its rows.

    Rows go to the server as JSON with the question, so that small relations of other packages
    need no table of their own here; `live` names where large ones lie, `parameters` what their SQL
    asks for by name.
    """

    def __init__(
        self,
        tables: Mapping[str, Iterable[Mapping[str, object]]],
        live: Mapping[str, str] | None = None,
        parameters: Mapping[str, Any] | None = None,
    ) -> None:
        self._live = dict(live or {})
        self._parameters = dict(parameters or {})
        self._tables = tables
        self._given: dict[str, str] = {}  # as JSON, once a statement asks for it

    def rows(
        self, sql: str, parameters: Mapping[str, Any], places: Places
    ) -> Iterable[Sequence[Any]]:
        """Return the rows of a statement; see `asking.Engine`."""
        given: dict[str, Any] = {**self._parameters, **parameters}
        relations = []
        for name, relation in RELATIONS.items():
            if f" {name} " not in sql.replace("\n", " "):
                continue
            if name in self._live:
                source = self._live[name]
            else:
                if name not in self._given:
                    rows = list(self._tables.get(name, ()))
                    self._given[name] = json.dumps(rows, default=_plain)
                given[f"rows_{name}"] = self._given[name]
                source = _recordset(relation)
            relations.append(f"{name} AS NOT MATERIALIZED ({source})")
        # Codes are ASCII; every engine else orders them by their bytes.
        whole = placed(sql, places).replace("ORDER BY key", 'ORDER BY key COLLATE "C"')
        whole = whole.replace("ORDER BY age, key", 'ORDER BY age, key COLLATE "C"')
        whole = whole.replace("key > :after", 'key COLLATE "C" > :after')
        head, _with, rest = whole.partition("WITH ")
        text = bound(f"{head}WITH {', '.join([*relations, rest])}", mark="%({})s")
        with connection.cursor() as cursor:
            cursor.execute(text, given)
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        """Nothing is held: the connection is the application's."""


def _recordset(relation: Relation) -> str:
    columns = ", ".join(f"{one.name} {one.kind.value}" for one in relation.columns)
    return f"SELECT * FROM jsonb_to_recordset(:rows_{relation.name}) AS t({columns})"  # noqa: S608 - our own names


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{value!r} is no value of a relation")
