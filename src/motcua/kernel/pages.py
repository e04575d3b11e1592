"""One page of a long list, read by key: no page numbers, no scan of what was read before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some items in order; `after` asks for the next page, empty when this was the last.

    `total` is the number of all items that match, where the list counts them.
    """

    items: tuple[T, ...]
    after: str = ""
    total: int | None = None
