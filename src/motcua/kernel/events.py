"""Facts that a package publishes to those above it, inside the same transaction.

A lower package never imports an upper one: it emits, the upper one listens from its
`handlers.py`, connected in `AppConfig.ready`. Listeners run in the caller's transaction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

E = TypeVar("E")
_listeners: dict[type[Any], list[Callable[[Any], None]]] = defaultdict(list)


def listen(kind: type[E], listener: Callable[[E], None]) -> None:
    """Call `listener` for every event of exactly this kind; connecting twice is once."""
    if listener not in _listeners[kind]:
        _listeners[kind].append(listener)


def emit(event: object) -> None:
    """Tell every listener, in the order in which they were connected."""
    for listener in _listeners[type(event)]:
        listener(event)
