"""Statements that are sent again and again: prepared once per connection, several in a round trip.

The planner is most of what a short statement costs (walls within walls: a hop shows itself where
its process does, and that where its dossier does), so hot statements are prepared by the server
and planned once. Several of them travel together in libpq's pipeline mode; they are carried out
in order, and after the first error none of the rest is.

`lead` keeps a statement until the next one is sent, whoever sends it: the beginning of a
transaction and its scope need no journey of their own. `guarded` lets the server itself refuse a
write that touches other rows than it must, so that COMMIT can follow it on the same journey.
"""

from __future__ import annotations

import select
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NoReturn

import psycopg
from django.db import DEFAULT_DB_ALIAS, connection, connections
from psycopg.adapt import Transformer
from psycopg.pq import ConnStatus, ExecStatus, TransactionStatus

PREPARED_MOST = 500
"""Statements kept prepared per connection; what comes later is planned each time."""
_BEGIN = "BEGIN"
_GOOD = (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK)


# Not frozen: dozens are made for an operation, and freezing makes that three times as dear.
@dataclass(slots=True)
class Statement:
    """SQL with `%s` for each parameter; parameters travel as text, typed by their place."""

    sql: str
    params: Sequence[Any] = ()


@dataclass(slots=True)
class Answer:
    """What a statement came to: how many rows it touched or found, and those it returned."""

    count: int
    rows: list[tuple[Any, ...]]


Then = Callable[[Answer], None]
TOUCHED_OTHERS = "MT001"
"""The SQLSTATE of `motcua_touched`: a write touched another number of rows than it must."""


@dataclass(slots=True)
class _Waiting:
    statement: Statement
    then: Then | None = None
    idle: bool = False  # not worth a journey of its own
    otherwise: Exception | None = None  # what a guard's refusal means


def exchange(statements: Sequence[Statement]) -> list[Answer]:
    """Send statements in one round trip, behind those that wait in the lead; return the answers.

    Raises Django's database errors. Inside `transaction.atomic` they belong to its transaction,
    else to one of their own, all or none.
    """
    database: Any = connections[DEFAULT_DB_ALIAS]
    database.validate_no_broken_transaction()
    database.ensure_connection()
    ahead = _lead_take()
    raw = database.connection
    begun = raw.autocommit or raw.pgconn.transaction_status != TransactionStatus.IDLE
    if not begun and not any(one.statement.sql == _BEGIN for one in ahead):
        ahead.insert(0, _Waiting(Statement(_BEGIN)))
    calls = [one.statement for one in ahead] + list(statements)
    started = time.monotonic()
    try:
        with database.wrap_database_errors:
            answers, error = _round(raw).exchange(calls)
    finally:
        if database.queries_logged:
            text = ";\n".join(one.sql for one in calls)
            took = f"{time.monotonic() - started:.3f}"
            database.queries_log.append({"sql": text, "time": took})
    for one, answer in zip(ahead, answers, strict=False):
        if one.then is not None:
            one.then(answer)
    if error is not None:
        _raise(database, error, ahead[len(answers)] if len(answers) < len(ahead) else None)
    return answers[len(ahead) :]


def _raise(database: Any, error: psycopg.Error, waiting: _Waiting | None) -> NoReturn:
    """Raise what the first statement that failed means."""
    if waiting is not None and waiting.otherwise is not None and error.sqlstate == TOUCHED_OTHERS:
        # Looks like a refusal, and the server has ended the transaction: nobody may go on in it.
        database.needs_rollback = database.in_atomic_block
        raise waiting.otherwise from error
    with database.wrap_database_errors:
        raise error


@lru_cache(maxsize=1024)
def guarded(sql: str, rows: int) -> str:
    """Return a write that the server refuses unless it touches so many rows."""
    return (
        f"WITH touched AS ({sql} RETURNING 1)"  # noqa: S608 - our own text
        f" SELECT motcua_touched(count(*), {int(rows)}) FROM touched"
    )


def fetch(sql: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Return the rows of one prepared statement."""
    return exchange([Statement(sql, params)])[0].rows


# --- the lead -------------------------------------------------------------------------------------


def lead(
    sql: str,
    params: Sequence[Any] = (),
    *,
    then: Then | None = None,
    idle: bool = False,
    otherwise: Exception | None = None,
) -> None:
    """Keep a statement to be sent before the next one, inside `leading` only.

    `then` sees its answer, and may refuse it. An `idle` one is not sent when nothing follows it.
    `otherwise` is raised when a `guarded` one is refused.
    """
    _lead.waiting.append(_Waiting(Statement(sql, params), then, idle, otherwise))


def lead_checked() -> None:
    """Send what waits if somebody is to see its answer, who may still refuse; before COMMIT."""
    if any(one.then is not None for one in _lead.waiting):
        exchange([])


def lead_send() -> None:
    """Send what waits, unless it is idle or the transaction is lost already."""
    if connection.needs_rollback:
        _lead.waiting.clear()
    elif any(not one.idle for one in _lead.waiting):
        exchange([])


@contextmanager
def leading() -> Iterator[None]:
    """Let statements wait in the lead; every cursor of Django sends them first.

    At the end of the block what waits is sent; after an exception it is dropped.
    """
    hooks = connection.execute_wrappers
    hooked = _lead_first in hooks
    if not hooked:
        hooks.append(_lead_first)
    try:
        yield
        lead_send()
    finally:
        _lead.waiting.clear()
        if not hooked:
            hooks.remove(_lead_first)


def _lead_first(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
    if _lead.waiting and not connection.needs_rollback:
        exchange([])
    return execute(sql, params, many, context)


class _Lead(threading.local):
    """What waits in this thread, which has one connection."""

    def __init__(self) -> None:
        self.waiting: list[_Waiting] = []
        self.round: _Round | None = None


_lead = _Lead()


def _lead_take() -> list[_Waiting]:
    taken, _lead.waiting = _lead.waiting, []
    return taken


# --- the journey ----------------------------------------------------------------------------------


def _round(raw: psycopg.Connection[Any]) -> _Round:
    """Return what this thread keeps for its connection; a new connection starts anew."""
    found = _lead.round
    if found is None or found.raw is not raw:
        found = _lead.round = _Round(raw)
    return found


class _Round:
    """Round trips of one connection in pipeline mode, and what is prepared there."""

    def __init__(self, raw: psycopg.Connection[Any]) -> None:
        self.raw, self.pgconn = raw, raw.pgconn
        self.names: dict[str, bytes] = {}
        self.load = Transformer(raw)
        self.poll = select.poll()
        self.socket = self.pgconn.socket
        self.poll.register(self.socket, select.POLLIN)

    def exchange(self, calls: Sequence[Statement]) -> tuple[list[Answer], psycopg.Error | None]:
        """Send, wait, read; return the answers, and the error of the statement after them."""
        pgconn = self.pgconn
        pgconn.enter_pipeline_mode()
        try:
            fresh = self._send(calls)
            results = self._receive()
        finally:
            if pgconn.status == ConnStatus.OK:
                pgconn.exit_pipeline_mode()
        return self._answers(calls, fresh, results)

    def _send(self, calls: Sequence[Statement]) -> list[str | None]:
        """Send every call; return, for each result to come, the text that it prepares."""
        pgconn, names = self.pgconn, self.names
        fresh: list[str | None] = []
        sent: dict[str, bytes] = {}
        # Values first: one that cannot be written may not leave half a journey behind.
        texts = [[_MAKERS.get(v.__class__, text_of)(v) for v in one.params] for one in calls]
        for one, params in zip(calls, texts, strict=True):
            name = names.get(one.sql) or sent.get(one.sql)
            if name is None and len(names) + len(sent) < PREPARED_MOST:
                name = sent[one.sql] = b"motcua_%d" % (len(names) + len(sent))
                pgconn.send_prepare(name, numbered(one.sql))
                fresh.append(one.sql)
            if name is None:
                pgconn.send_query_params(numbered(one.sql), params)
            else:
                pgconn.send_query_prepared(name, params)
            fresh.append(None)
        pgconn.pipeline_sync()
        self._flush()
        self._sent = sent
        return fresh

    def _flush(self) -> None:
        while self.pgconn.flush():  # more than the socket takes at once
            self.poll.modify(self.socket, select.POLLIN | select.POLLOUT)
            self.poll.poll()
            self.pgconn.consume_input()
        self.poll.modify(self.socket, select.POLLIN)

    def _receive(self) -> list[Any]:
        pgconn = self.pgconn
        results: list[Any] = []
        while True:
            while pgconn.is_busy():
                self.poll.poll()
                pgconn.consume_input()
            result = pgconn.get_result()
            if result is None:
                if pgconn.status != ConnStatus.OK:
                    raise psycopg.OperationalError("the connection to the database is lost")
                continue
            if result.status == ExecStatus.PIPELINE_SYNC:
                return results
            results.append(result)

    def _answers(
        self, calls: Sequence[Statement], fresh: list[str | None], results: list[Any]
    ) -> tuple[list[Answer], psycopg.Error | None]:
        load = self.load
        answers: list[Answer] = []
        for prepared, result in zip(fresh, results, strict=True):
            if result.status not in _GOOD:
                return answers, psycopg.errors.error_from_result(result, encoding="utf-8")
            if prepared is not None:
                self.names[prepared] = self._sent[prepared]
            elif result.ntuples:
                load.set_pgresult(result)
                answers.append(Answer(result.ntuples, load.load_rows(0, result.ntuples, tuple)))
            else:
                answers.append(Answer(result.command_tuples or 0, []))
        assert len(answers) == len(calls), "every statement has its answer"
        return answers, None


@lru_cache(maxsize=1024)
def numbered(sql: str) -> bytes:
    """Return SQL with `$1`, `$2` … in the places of `%s`."""
    first, *rest = sql.replace("%%", "\0").split("%s")
    parts = [first, *(f"${number}{part}" for number, part in enumerate(rest, start=1))]
    return "".join(parts).replace("\0", "%").encode()


# --- values as text -------------------------------------------------------------------------------


def text_of(value: Any) -> bytes | None:
    """Return a value as PostgreSQL reads it; None is NULL. JSON is to be text already.

    Raises DataError for a text with NUL, TypeError for a value of unknown kind.
    """
    maker = _MAKERS.get(type(value))
    if maker is None:
        maker = _maker(value)
    text: bytes | None = maker(value)
    return text


def _str_text(value: str) -> bytes:
    text = value.encode()
    if b"\0" in text:
        raise psycopg.DataError("PostgreSQL text fields cannot contain NUL (0x00) bytes")
    return text


def _int_text(value: int) -> bytes:
    return b"%d" % value


def _bool_text(value: bool) -> bytes:  # noqa: FBT001 - a value, not a switch
    return b"t" if value else b"f"


def _day_text(value: date) -> bytes:
    return value.isoformat().encode()


def _bytes_text(value: bytes) -> bytes:
    return b"\\x" + bytes(value).hex().encode()


def _array_text(value: Sequence[Any]) -> bytes:
    return b"{" + b",".join(map(_element, value)) + b"}"


def _element(value: Any) -> bytes:
    text = text_of(value)
    if text is None:
        return b"NULL"
    if isinstance(value, int):
        return text
    return b'"' + text.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'


def _none(_value: None) -> None:
    return None


_MAKERS: dict[type, Callable[[Any], bytes | None]] = {
    type(None): _none,
    str: _str_text,
    int: _int_text,
    bool: _bool_text,
    bytes: _bytes_text,
    memoryview: _bytes_text,
    list: _array_text,
    tuple: _array_text,
}


def _maker(value: Any) -> Callable[[Any], bytes | None]:
    """Return how values of a type met for the first time are written, and keep it."""
    if isinstance(value, str):
        made: Callable[[Any], bytes | None] = _str_text
    elif isinstance(value, int):
        made = _int_text
    elif isinstance(value, date):
        made = _day_text
    else:
        raise TypeError(f"no text for {type(value).__name__}")
    _MAKERS[type(value)] = made
    return made
