"""The writes of an operation, sent to the database together: one round trip, not one per row.

`insert` and `update` build plain statements from Django's models, which stay the definition.
Inside `together` they are kept and sent in order at its end as one text; outside they are sent at
once. Nothing inside the block may read what it has written, so blocks are short and hold writes
only; what a write must return (an id, a count that decides) is not for here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import DatabaseError, connection, models, transaction
from django.db.models.expressions import DatabaseDefault


@dataclass(frozen=True, slots=True)
class _Statement:
    sql: str
    params: Sequence[Any]
    rows: int | None  # how many rows it must touch; None: any number
    otherwise: Exception | None = None  # raised when it touched another number


_waiting: ContextVar[list[_Statement] | None] = ContextVar("motcua_batch", default=None)
_whole: ContextVar[bool] = ContextVar("motcua_whole", default=False)


@contextmanager
def together() -> Iterator[None]:
    """Send the writes of the block in one round trip at its end; none when it fails.

    A block inside a block belongs to the outer one. Call it inside a transaction.
    """
    if _waiting.get() is not None:
        yield
        return
    statements: list[_Statement] = []
    token = _waiting.set(statements)
    try:
        yield
    finally:
        _waiting.reset(token)
    _send(statements)


def write(
    sql: str, params: Sequence[Any], *, rows: int | None = None, otherwise: Exception | None = None
) -> None:
    """Write one statement now, or with the block it stands in.

    Raises `otherwise` (DatabaseError) when it touches another number of rows than `rows`.
    """
    statement = _Statement(sql, params, rows, otherwise)
    waiting = _waiting.get()
    if waiting is None:
        _send([statement])
    else:
        waiting.append(statement)


def insert(rows: Iterable[models.Model]) -> None:
    """Insert rows of one model; their ids are not read back, one that is set is kept."""
    listed = list(rows)
    if not listed:
        return
    table, fields = _columns(type(listed[0]), listed[0].pk is not None)
    params: list[Any] = []
    places = []
    for row in listed:
        one = []
        for field in fields:
            value = field.get_db_prep_save(field.pre_save(row, add=True), connection)
            if isinstance(value, DatabaseDefault):
                one.append("DEFAULT")
            else:
                one.append("%s")
                params.append(value)
        places.append(f"({', '.join(one)})")
    names = ", ".join(f'"{field.column}"' for field in fields)
    text = f'INSERT INTO "{table}" ({names}) VALUES {", ".join(places)}'  # noqa: S608 - model names
    write(text, params, rows=len(listed))


def update(
    row: models.Model,
    names: Iterable[str],
    *,
    version: int | None = None,
    otherwise: Exception | None = None,
) -> None:
    """Write some fields of a row; it must still be there, with `version` if that is given.

    Raises `otherwise` (DatabaseError) if it is not.
    """
    table, known = _named(type(row))
    fields = [known[name] for name in names]
    params = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    columns = ", ".join(f'"{field.column}" = %s' for field in fields)
    text = f'UPDATE "{table}" SET {columns} WHERE id = %s'  # noqa: S608 - names of the model
    params.append(row.pk)
    if version is not None:
        text += " AND version = %s"
        params.append(version)
    write(text, params, rows=1, otherwise=otherwise)


def ids_take(model: type[models.Model], number: int) -> list[int]:
    """Take ids for rows that are to be inserted, so that others can name them; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [_named(model)[0], number],
        )
        return [number for (number,) in cursor.fetchall()]


@contextmanager
def operation() -> Iterator[None]:
    """Run an operation in a transaction: all of it or nothing.

    Inside another transaction a savepoint makes a refusal undoable by itself, so that a page can
    still be shown; inside `refusal_ends_all` there is none to be made and released.
    """
    with transaction.atomic(savepoint=not _whole.get()):
        yield


@contextmanager
def refusal_ends_all() -> Iterator[None]:
    """Promise that a refused operation rolls the whole transaction back, without further reads."""
    token = _whole.set(True)
    try:
        yield
    finally:
        _whole.reset(token)


@lru_cache(maxsize=256)
def _columns(model: type[models.Model], with_id: bool) -> tuple[str, tuple[Any, ...]]:  # noqa: FBT001 - part of the cache's key
    meta = model._meta  # noqa: SLF001 - Django's documented interface
    fields = (
        field
        for field in meta.concrete_fields
        if not field.generated and (with_id or not field.primary_key)
    )
    return meta.db_table, tuple(fields)


@lru_cache(maxsize=256)
def _named(model: type[models.Model]) -> tuple[str, dict[str, Any]]:
    meta = model._meta  # noqa: SLF001 - Django's documented interface
    return meta.db_table, {field.name: field for field in meta.concrete_fields} | {
        field.attname: field for field in meta.concrete_fields
    }


def _send(statements: Sequence[_Statement]) -> None:
    if not statements:
        return
    # Values are bound by psycopg's client-side cursor, so that the server takes several at once.
    with connection.cursor() as cursor:
        cursor.execute(
            ";\n".join(one.sql for one in statements),
            [value for one in statements for value in one.params],
        )
        for one in statements:
            if one.rows is not None and cursor.rowcount != one.rows:
                raise one.otherwise or DatabaseError("a write touched other rows than it must")
            cursor.nextset()
