"""What a report is: its columns with their words, its identities, and the law's side of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from motcua.indicators.reports.legal import LegalForm, forms_of
from motcua.indicators.reports.rules import Identity
from motcua.indicators.reports.types import ColumnKind, ReportColumn

Words = Any
"""A text or its lazy translation."""


@dataclass(frozen=True, slots=True)
class ColumnDefinition:
    """A column: the form's number, what it is called, what it counts, the head it stands under.

    `adds`: its total is the sum of its lines; not where one procedure stands on several.
    """

    key: str
    number: str
    kind: ColumnKind
    title: Words
    words: Words
    group: Words = ""
    adds: bool = True

    @property
    def column(self) -> ReportColumn:
        """Return the column as it stands on a sheet."""
        return ReportColumn(self.key, self.number, self.kind)


@dataclass(frozen=True)
class ReportDefinition:
    """A report; `about` says in a sentence what it is, `first` what its lines are.

    `lines` are words of lines that no data name, by their key.
    """

    key: str
    title: Words
    about: Words
    first: Words
    columns: tuple[ColumnDefinition, ...]
    identities: tuple[Identity, ...]
    lines: Mapping[str, Words] = field(default_factory=dict)

    @property
    def forms(self) -> tuple[LegalForm, ...]:
        """Return what the law says of it, in the order of time."""
        return forms_of(self.key)

    def form_on(self, day: date) -> LegalForm:
        """Return the form in force on a day, else the first one there was."""
        return next((one for one in reversed(self.forms) if one.holds_on(day)), self.forms[0])

    @property
    def symbol(self) -> str:
        """Return the latest form's symbol, such as "II.06a"."""
        return self.forms[-1].symbol

    @property
    def source(self) -> str:
        """Return the legal text."""
        return self.forms[-1].source

    @property
    def levels(self) -> frozenset[str]:
        """Return the levels of units that make it (`index/places.py`)."""
        return self.forms[-1].levels

    @property
    def to_verify(self) -> bool:
        """Whether nobody has compared the form with the official text yet."""
        return self.forms[-1].to_verify

    @cached_property
    def sheet_columns(self) -> tuple[ReportColumn, ...]:
        """Return the columns as they stand on a sheet."""
        return tuple(one.column for one in self.columns)

    @cached_property
    def adding(self) -> tuple[str, ...]:
        """Return the keys of the columns whose total is the sum of the lines."""
        return tuple(one.key for one in self.columns if one.adds and one.kind is ColumnKind.COUNT)

    @cached_property
    def by_key(self) -> Mapping[str, ColumnDefinition]:
        """Return the columns by key."""
        return {one.key: one for one in self.columns}


def define(
    key: str,
    *,
    title: Words,
    about: Words,
    first: Words,
    columns: Sequence[ColumnDefinition],
    identities: Sequence[Identity],
    lines: Mapping[str, Words] | None = None,
) -> ReportDefinition:
    """Return a report; what the law says of it is read where it is asked."""
    return ReportDefinition(
        key, title, about, first, tuple(columns), tuple(identities), lines or {}
    )


def count_columns(
    rows: Sequence[tuple[str, Words, Words]], group: Words = "", start: int = 3
) -> tuple[ColumnDefinition, ...]:
    """Return columns of counts from (key, title, words), numbered on from `start`."""
    return tuple(
        ColumnDefinition(key, f"({number})", ColumnKind.COUNT, title, words, group)
        for number, (key, title, words) in enumerate(rows, start)
    )
