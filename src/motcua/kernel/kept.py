"""What a process remembers of rows that change seldom, for as long as their marks are the same.

Every look-up compares the marks of change (`kernel.changes`) that stand in the database, so that
what another process has changed is seen at once. Inside `marks_held` (one request of the API)
they are read once, together with whatever is sent first. There they may also be supposed to be as
they were last: whoever is wrong learns it with the first answer, before any other (`MarksMoved`).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Generic, TypeVar, cast

from django.db import connection

from motcua.kernel import wire

V = TypeVar("V")
Marks = tuple[object, ...]
_MARKS = "SELECT subject, mark FROM kernel_change WHERE subject = ANY(%s)"
_READ = "read"  # no subject is called so
_subjects: set[str] = set()
_last: dict[str, dict[str, object]] = {}  # by database, as some request saw them
_held: ContextVar[dict[str, object] | None] = ContextVar("motcua_marks", default=None)


class Kept(Generic[V]):
    """Values by key, each read once and thrown away when one of the subjects has changed."""

    def __init__(self, *subjects: str, most: int = 20_000) -> None:
        self._names, self._most = subjects, most
        self._kept: tuple[Marks, dict[Hashable, V]] = ((), {})
        marks_watch(*subjects)

    def get(self, key: Hashable, read: Callable[[], V]) -> V:
        """Return what is remembered of a key, or what `read` tells; nothing found is not kept."""
        marks = marks_now(*self._names)
        seen, values = self._kept
        if seen != marks or len(values) > self._most:
            values = {}
            self._kept = (marks, values)
        found = values.get(key)
        if found is None:
            found = read()
            if found:
                values[key] = found
        return found


def marks_watch(*subjects: str) -> None:
    """Have these subjects read too where marks are held, so that asking costs nothing there."""
    _subjects.update(subjects)


def marks_now(*subjects: str) -> Marks:
    """Return the present marks of subjects, with the database's name; at most one statement.

    Where marks are held, one of a subject that nobody watches is read when it is asked for.
    """
    held = _held.get()
    if held is None:
        held = _read(subjects)
    elif _READ not in held:
        wire.exchange([])
    if not all(one in held for one in subjects):
        held.update(_read(subjects))
    return (connection.settings_dict["NAME"], *(held[one] for one in subjects))


def _read(subjects: Iterable[str]) -> dict[str, object]:
    wanted = list(subjects)
    return _complete(wanted, wire.fetch(_MARKS, [wanted]))


def _complete(subjects: Iterable[str], rows: Iterable[tuple[object, ...]]) -> dict[str, object]:
    """Return the mark of each subject that was asked for; 0 before its first change."""
    return {**dict.fromkeys(subjects, 0), **dict(cast("Iterable[tuple[str, object]]", rows))}


def holding() -> bool:
    """Tell whether marks cost nothing here, so that remembering saves a statement."""
    return _held.get() is not None


class MarksMoved(BaseException):  # nobody on the way may take it for an error
    """The marks are not what they were supposed to be; do everything again, supposing nothing.

    Raised before any answer of the database is seen, so that nothing has been done.
    """


@contextmanager
def marks_held(*, suppose: bool = False) -> Iterator[None]:
    """Read the marks once in the block, with the first statement; inside `wire.leading`.

    `suppose`: take them to be as this process saw them last, so that they need no journey of
    their own. Raises MarksMoved when they are not. For blocks that can be done again.
    """
    database, asked = connection.settings_dict["NAME"], sorted(_subjects)
    known = _last.get(database) if suppose else None
    held: dict[str, object] = {} if known is None else {**known, _READ: True}
    compared = known is None

    def keep(answer: wire.Answer) -> None:
        nonlocal compared
        read = _complete(asked, answer.rows)
        _last[database] = read
        if not compared and read != known:
            raise MarksMoved
        compared = True
        held.update(read)
        held[_READ] = True

    token = _held.set(held)
    wire.lead(_MARKS, [asked], then=keep, idle=True)
    try:
        yield
        if not compared:
            keep(wire.exchange([wire.Statement(_MARKS, [asked])])[0])
    finally:
        _held.reset(token)
