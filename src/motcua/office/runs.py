"""Many things done one after the other, a few in each request: nothing is lost, nothing doubled.

What was chosen is kept before the first one is done, and again after each: a slow line, a
time-out or a closed window goes on where it stopped. Whether something is done is asked of the
thing itself, never taken from what was kept.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any, Protocol, TypeVar

from motcua.kernel.errors import Refused

WAITS, FAILED = "waits", "failed"


class Entry(Protocol):
    """One chosen thing and what became of it; a frozen dataclass."""

    @property
    def state(self) -> str:
        """`waits`, `failed`, or the run's own word for done."""

    @property
    def reason(self) -> str:
        """Why it failed."""


One = TypeVar("One", bound=Any)


def steps(
    entries: list[One],
    do: Callable[[One], Refused | None],
    keep: Callable[[], None],
    *,
    done: str,
    most: int,
    seconds: float,
    away: Collection[str] = (),
) -> str:
    """Do the next few of what waits; return why all of it stopped, empty when nothing did.

    `do` returns the refusal of one thing, which then stays as it was; a refusal whose code is in
    `away` concerns all alike: it waits on, and so do those after it.
    """
    until, count = time.monotonic() + seconds, 0
    for place, entry in enumerate(entries):
        if entry.state != WAITS:
            continue
        if count >= most or time.monotonic() > until:
            break
        count += 1
        refusal = do(entry)
        if refusal is not None and refusal.code in away:
            return str(refusal.message)
        state = done if refusal is None else FAILED
        reason = "" if refusal is None else str(refusal.message)
        entries[place] = replace(entry, state=state, reason=reason)
        keep()
    return ""
