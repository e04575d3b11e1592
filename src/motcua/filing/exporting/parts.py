"""What each area holds about a person: registered here, so that nothing is forgotten.

A part is collected under the scope of whoever asks; the walls of the database decide the rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from motcua.citizens.types import CitizenActor

Row = Mapping[str, Any]
Collect = Callable[[CitizenActor], Iterable[Row]]


@dataclass(frozen=True)
class FileRef:
    """A file that belongs to a row; the archive holds it, the row says where."""

    file_id: int
    name: str


@dataclass(frozen=True)
class Part:
    """What one area holds: its key in the JSON, and what the readable page shows of each row.

    `shown` are the row's fields with their names in words; a part without any is only counted.
    """

    name: str
    title: Any
    collect: Collect
    shown: tuple[tuple[str, Any], ...] = ()


ORDER = (
    "person", "drafts", "dossiers", "groups", "supplies", "documents", "shares", "payments",
    "messages", "choices", "appointments", "petitions", "ratings", "relations", "consents",
    "readings",
)  # fmt: skip
_parts: dict[str, Part] = {}


def part_register(
    name: str, title: Any, collect: Collect, shown: Iterable[tuple[str, Any]] = ()
) -> None:
    """Add (or replace) an area's part; once, when the application starts."""
    _parts[name] = Part(name, title, collect, tuple(shown))


def parts() -> tuple[Part, ...]:
    """Return the parts in a reader's order; those that it does not name come last."""
    places = {name: place for place, name in enumerate(ORDER)}
    return tuple(sorted(_parts.values(), key=lambda one: places.get(one.name, len(places))))
