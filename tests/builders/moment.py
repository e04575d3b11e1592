"""The suite at another moment: `MOTCUA_TEST_NOW=2027-02-07T10:00+07:00 make test` (a Sunday, Tết).

It must pass at any, whatever the calendar on the wall says; without the variable the clock is the
real one. The clock of the process is moved there and runs on from it, in every thread and in the
programs of `program`. The fixture `real_clock` (tests/conftest.py) gives a test the real one: it
looks at times that the database, a library or a program of its own wrote.
"""

from __future__ import annotations

import os
import runpy
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import Self

if __name__ == "__main__":  # the folder of this file has names of its own; see `program`
    sys.path[0:1] = [str(Path(__file__).parents[2] / "src")]

from motcua.kernel import clock

_moment = os.environ.get("MOTCUA_TEST_NOW", "")
_started = time.monotonic()


class _Moved(datetime):
    """The part of `datetime` that the clock asks, moved to the moment of the suite."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        """Return the moment of the suite and what has passed since its start."""
        passed = timedelta(seconds=time.monotonic() - _started)
        moment = datetime.fromisoformat(_moment) + passed
        return moment.astimezone(tz)  # type: ignore[return-value]


def move() -> None:
    """Move the clock of this process to the moment of the suite, if it has one."""
    if _moment:
        clock.datetime = _Moved  # type: ignore[misc]


@contextmanager
def real() -> Iterator[None]:
    """Give the process the real clock while the block runs."""
    before = clock.datetime
    clock.datetime = datetime  # type: ignore[misc]
    try:
        yield
    finally:
        clock.datetime = before  # type: ignore[misc]


def program(module: str, *arguments: str) -> list[str]:
    """Return the command that runs a module as a process of its own, at the suite's moment."""
    return [sys.executable, __file__, _moment, str(_started), module, *arguments]


def main(moment: str, started: str, module: str, *arguments: str) -> None:
    """Be the process that `program` names."""
    global _moment, _started
    _moment, _started = moment, float(started)
    move()
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
