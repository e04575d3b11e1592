"""Tables that the reader puts in order: heads are links, the order is the address."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.http import HttpRequest

from motcua.ui.links import url_with

Row = TypeVar("Row")


@dataclass(frozen=True)
class Head:
    """The head of a column; `way` is ascending, descending or none, as a reader hears it."""

    key: str
    label: Any
    url: str
    way: str = "none"


class Order(Generic[Row]):
    """The order of one table: `-name` in the address is descending."""

    def __init__(
        self,
        request: HttpRequest,
        name: str,
        keys: Mapping[str, Callable[[Row], Any]],
        usual: str,
    ) -> None:
        """Read it; what is not known is the usual one."""
        self._request, self._name, self._keys = request, name, keys
        asked = request.GET.get(name, "")
        self._asked = asked if asked.removeprefix("-") in keys else usual

    @property
    def key(self) -> str:
        """Return the column that the rows are ordered by."""
        return self._asked.removeprefix("-")

    def rows(self, rows: Iterable[Row]) -> list[Row]:
        """Return the rows in the order; equal ones keep theirs."""
        return sorted(rows, key=self._keys[self.key], reverse=self._asked.startswith("-"))

    def heads(self, columns: Sequence[tuple[str, Any]]) -> list[Head]:
        """Return the heads: figures begin with the most, words with the first letter."""
        made = []
        for key, label in columns:
            if key not in self._keys:
                made.append(Head(key, label, ""))
                continue
            way = "none"
            wanted = key if key == "name" else f"-{key}"
            if key == self.key:
                down = self._asked.startswith("-")
                way, wanted = ("descending", key) if down else ("ascending", f"-{key}")
            made.append(Head(key, label, url_with(self._request, **{self._name: wanted}), way))
        return made
