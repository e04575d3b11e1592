"""Statements that are sent again and again: prepared once per connection, several in a round trip.

The planner is most of what a short statement costs (walls within walls: a hop shows itself where
its process does, and that where its dossier does), so hot statements are prepared by the server
and planned once. Several of them travel together in libpq's pipeline mode; they are carried out
in order, and after the first error none of the rest is.

`lead` keeps a statement until the next one is sent, whoever sends it: the beginning of a
transaction and its scope need no journey of their own.
"""

from __future__ import annotations

import select
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

import psycopg
from django.db import connection
from psycopg.adapt import Transformer
from psycopg.pq import ConnStatus, ExecStatus, TransactionStatus

PREPARED_MOST = 500
"""Statements kept prepared per connection; what comes later is planned each time."""
_BEGIN = "BEGIN"
_GOOD = (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK)
_names: WeakKeyDictionary[Any, dict[str, bytes]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL with `%s` for each parameter; parameters travel as text, typed by their place."""

    sql: str
    params: Sequence[Any] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a statement came to: how many rows it touched or found, and those it returned."""

    count: int
    rows: list[tuple[Any, ...]]


Then = Callable[[Answer], None]


def exchange(statements: Sequence[Statement]) -> list[Answer]:
    """Send statements in one round trip, behind those that wait in the lead; return the answers.

    Raises Django's database errors. Inside `transaction.atomic` they belong to its transaction,
    else to one of their own, all or none.
    """
    connection.validate_no_broken_transaction()
    connection.ensure_connection()
    lead = _lead_take()
    calls = [one for one, _then in lead] + list(statements)
    raw = connection.connection
    if not raw.autocommit and raw.pgconn.transaction_status == TransactionStatus.IDLE:
        if not calls or calls[0].sql != _BEGIN:
            calls.insert(0, Statement(_BEGIN))
            lead.insert(0, (calls[0], None))
    started = time.monotonic()
    try:
        with connection.wrap_database_errors:
            answers = _Round(raw).exchange(calls)
    finally:
        if connection.queries_logged:
            text = ";\n".join(one.sql for one in calls)
            took = f"{time.monotonic() - started:.3f}"
            connection.queries_log.append({"sql": text, "time": took})
    for (_one, then), answer in zip(lead, answers, strict=False):
        if then is not None:
            then(answer)
    return answers[len(lead) :]


def fetch(sql: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Return the rows of one prepared statement."""
    return exchange([Statement(sql, params)])[0].rows


# --- the lead -------------------------------------------------------------------------------------


def lead(sql: str, params: Sequence[Any] = (), then: Then | None = None) -> None:
    """Keep a statement to be sent before the next one; `then` sees its answer.

    Only inside `leading`, which makes every cursor of Django send what waits first.
    """
    _waiting().append((Statement(sql, params), then))


def lead_send() -> None:
    """Send what waits, if anything does."""
    if _waiting():
        exchange([])


@contextmanager
def leading() -> Iterator[None]:
    """Let statements wait in the lead; what nobody sent by the end of the block is dropped."""
    with connection.execute_wrapper(_lead_first):
        try:
            yield
        finally:
            _waiting().clear()


def _lead_first(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
    lead_send()
    return execute(sql, params, many, context)


def _waiting() -> list[tuple[Statement, Then | None]]:
    try:
        found: list[tuple[Statement, Then | None]] = connection.motcua_lead
    except AttributeError:
        found = connection.motcua_lead = []
    return found


def _lead_take() -> list[tuple[Statement, Then | None]]:
    waiting = _waiting()
    taken = list(waiting)
    waiting.clear()
    return taken


# --- the journey ----------------------------------------------------------------------------------


class _Round:
    """One round trip in pipeline mode."""

    def __init__(self, raw: psycopg.Connection[Any]) -> None:
        self.raw, self.pgconn = raw, raw.pgconn
        self.names = _names.setdefault(raw, {})
        self.poll = select.poll()
        self.socket = self.pgconn.socket
        self.poll.register(self.socket, select.POLLIN)

    def exchange(self, calls: Sequence[Statement]) -> list[Answer]:
        """Send, wait, read; raises psycopg's error of the first statement that failed."""
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
        for one in calls:
            params = [text_of(value) for value in one.params]
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
    ) -> list[Answer]:
        load = Transformer(self.raw)
        answers: list[Answer] = []
        for prepared, result in zip(fresh, results, strict=True):
            if result.status not in _GOOD:
                raise psycopg.errors.error_from_result(result, encoding="utf-8")
            if prepared is not None:
                self.names[prepared] = self._sent[prepared]
            elif result.ntuples:
                load.set_pgresult(result)
                answers.append(Answer(result.ntuples, load.load_rows(0, result.ntuples, tuple)))
            else:
                answers.append(Answer(result.command_tuples or 0, []))
        assert len(answers) == len(calls), "every statement has its answer"
        return answers


@lru_cache(maxsize=1024)
def numbered(sql: str) -> bytes:
    """Return SQL with `$1`, `$2` … in the places of `%s`."""
    first, *rest = sql.replace("%%", "\0").split("%s")
    parts = [first, *(f"${number}{part}" for number, part in enumerate(rest, start=1))]
    return "".join(parts).replace("\0", "%").encode()


# --- values as text -------------------------------------------------------------------------------


def text_of(value: Any) -> bytes | None:
    """Return a value as PostgreSQL reads it; None is NULL. JSON is to be text already.

    Raises DataError for a text with NUL, ValueError for a value of unknown kind.
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
    if isinstance(value, Enum):
        made = _MAKERS[type(value)] = _str_text if isinstance(value, str) else _int_text
    elif isinstance(value, date):
        made = _MAKERS[type(value)] = _day_text
    elif isinstance(value, str):
        made = _MAKERS[type(value)] = _str_text
    else:
        raise ValueError(f"no text for {type(value).__name__}")
    return made
