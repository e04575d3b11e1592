"""The writes of an operation, sent to the database together: one round trip, not one per row.

`insert` and `update` build plain statements from Django's models, which stay the definition.
Inside `together` they are kept and sent in order at its end (`kernel.wire`); outside they are
sent at once. Nothing inside the block may read what it has written, so blocks are short and hold
writes only; what a write must return (an id, a count that decides) is not for here.

Inside `refusal_ends_all` writes wait for the next statement, whatever it is, so that those of an
operation and of the door around it travel together.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import DatabaseError, connection, models, transaction
from django.db.models.expressions import DatabaseDefault

from motcua.kernel import wire


@dataclass(slots=True)
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
    """Write one statement now, or with the block it stands in; it has no RETURNING.

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
    shape = _shape(type(listed[0]), listed[0].pk is not None)
    defaults = tuple(
        isinstance(getattr(listed[0], column.attribute), DatabaseDefault)
        for column in shape.with_default
    )
    params: list[Any] = []
    for row in listed:
        values = row.__dict__
        for column in shape.columns:
            value = values[column.attribute]
            if column.has_default and isinstance(value, DatabaseDefault):
                continue
            params.append(json.dumps(value) if column.is_json and value is not None else value)
    write(_insert_sql(shape, defaults, len(listed)), params)


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
    text, columns = _update_sql(type(row), tuple(names), version is not None)
    params = []
    for column in columns:
        value = getattr(row, column.attribute)
        params.append(json.dumps(value) if column.is_json and value is not None else value)
    params.append(row.pk)
    if version is not None:
        params.append(version)
    write(text, params, rows=1, otherwise=otherwise)


def ids_take(model: type[models.Model], number: int) -> list[int]:
    """Take ids for rows that are to be inserted, so that others can name them; one statement."""
    rows = wire.fetch(
        "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s::int)",
        [_named(model)[0], number],
    )
    return [number for (number,) in rows]


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


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    attribute: str
    is_json: bool
    has_default: bool  # of the database


@dataclass(frozen=True, eq=False)  # one for each model, so that its identity is key enough
class _Shape:
    """What an insert writes of a model: its columns, with the id or without."""

    table: str
    columns: tuple[_Column, ...]
    with_default: tuple[_Column, ...]


def _column(field: Any) -> _Column:
    return _Column(
        field.column, field.attname, isinstance(field, models.JSONField), field.has_db_default()
    )


@lru_cache(maxsize=256)
def _shape(model: type[models.Model], with_id: bool) -> _Shape:  # noqa: FBT001 - part of the cache's key
    meta = model._meta  # noqa: SLF001 - Django's documented interface
    columns = tuple(
        _column(field)
        for field in meta.concrete_fields
        if not field.generated and (with_id or not field.primary_key)
    )
    return _Shape(meta.db_table, columns, tuple(one for one in columns if one.has_default))


@lru_cache(maxsize=1024)
def _insert_sql(shape: _Shape, defaults: tuple[bool, ...], rows: int) -> str:
    """Return the text of an insert; columns left to the database stand there as DEFAULT."""
    left = {one for one, default in zip(shape.with_default, defaults, strict=True) if default}
    names = ", ".join(f'"{one.name}"' for one in shape.columns)
    row = ", ".join("DEFAULT" if one in left else "%s" for one in shape.columns)
    places = ", ".join([f"({row})"] * rows)
    return f'INSERT INTO "{shape.table}" ({names}) VALUES {places}'  # noqa: S608 - model names


@lru_cache(maxsize=256)
def _update_sql(
    model: type[models.Model],
    names: tuple[str, ...],
    versioned: bool,  # noqa: FBT001 - part of the cache's key
) -> tuple[str, tuple[_Column, ...]]:
    table, known = _named(model)
    columns = tuple(_column(known[name]) for name in names)
    sets = ", ".join(f'"{one.name}" = %s' for one in columns)
    text = f'UPDATE "{table}" SET {sets} WHERE id = %s'  # noqa: S608 - names of the model
    return text + (" AND version = %s" if versioned else ""), columns


@lru_cache(maxsize=256)
def _named(model: type[models.Model]) -> tuple[str, dict[str, Any]]:
    meta = model._meta  # noqa: SLF001 - Django's documented interface
    return meta.db_table, {field.name: field for field in meta.concrete_fields} | {
        field.attname: field for field in meta.concrete_fields
    }


def commit_waiting() -> None:
    """Send the writes that wait and, on the same journey, COMMIT; nothing may follow them.

    Inside a further transaction (of a test, say) that one commits. When this returns outside of
    one, all is durable. Raises TransactionManagementError when a refusal inside was passed over:
    nothing can be kept then.
    """
    connection.validate_no_broken_transaction()
    wire.lead_checked()
    if len(connection.atomic_blocks) == 1:
        wire.lead("COMMIT", idle=True)
    wire.lead_send()


def _send(statements: Sequence[_Statement]) -> None:
    if not statements:
        return
    if _whole.get() and not any(connection.savepoint_ids):
        # A refusal ends all, so it may come late: the writes travel with the next statement. As
        # that may be COMMIT, the server itself refuses what touches other rows than it must.
        for one in statements:
            text = one.sql if one.rows is None else wire.guarded(one.sql, one.rows)
            wire.lead(text, one.params, otherwise=one.otherwise)
        return
    answers = wire.exchange([wire.Statement(one.sql, one.params) for one in statements])
    for one, answer in zip(statements, answers, strict=True):
        _check(one, answer)


def _check(one: _Statement, answer: wire.Answer) -> None:
    if one.rows is not None and answer.count != one.rows:
        raise one.otherwise or DatabaseError("a write touched other rows than it must")
