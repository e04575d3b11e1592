"""What an indicator is: words, what it counts, options where the official text contradicts itself.

Its SQL is PostgreSQL's, over the relations of `relations`, with the named parameters `:start`
(first instant of the period), `:until` (last instant that is looked at), `:until_second` (the same
in whole seconds since 1970) and `:months` (`Span.months`); sqlglot translates it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from typing import Any

Words = Any
"""A text or its lazy translation."""


class Entity(StrEnum):
    """What one row of an indicator is; `build` has the FROM of each."""

    DOSSIER = "dossier"
    PROCEDURE = "procedure"
    PETITION = "petition"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Option:
    """A place where the official text says two things, or nothing; `default` is our reading.

    `choices` are SQL that stands for `{name}` in the indicator's texts.
    """

    name: str
    choices: Mapping[str, str]
    default: str
    doc: Words


@dataclass(frozen=True)
class Meets:
    """What would stand in a row had it met the rule of its indicator, and no more than that.

    `facts` are columns (`dossier.e_result`) and their SQL, where `{}` is what would stand there
    else; `d`, `p`, `q`, `r` are the dossier, its procedure, the petition, the rating. Without facts
    the row counts besides, and no other indicator hears of it. `words` say what is supposed.
    """

    words: Words
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Example:
    """A few rows of October 2026, and what must come out of them; it is the indicator's test."""

    tables: Mapping[str, tuple[Mapping[str, object], ...]]
    numerator: int
    denominator: int
    points: str | None
    unknown: int = 0


@dataclass(frozen=True)
class Indicator:
    """One indicator of the index.

    `base` says which rows belong to it (its denominator) or may, `known` whether a row surely does,
    `counts` whether it is in the numerator: NULL where that is not known, which makes the row
    unknown; what is surely no is no, whatever else is not known. `worth` replaces `counts` where a
    row adds another number than 0 or 1, `weighs` where it weighs more than 1; both are divided by
    `scale`. `joins` may add relations. Points: `points`. `meets`: what a row would have to be to
    count; without it nobody can ask what would be if it did.
    """

    id: str
    group: int
    name: Words
    words: Words
    source: Words
    entity: Entity
    base: str
    counts: str
    example: Example
    known: str = "TRUE"
    worth: str = ""
    weighs: str = "1"
    scale: int = 1
    joins: str = ""
    threshold: Fraction | None = None
    options: tuple[Option, ...] = ()
    times: str = ""  # the indicator whose ratio multiplies this one
    informative: bool = False
    nothing_is_zero: bool = False  # rows, but nothing to divide by: 0, and not "does not apply"
    levels: frozenset[str] = frozenset()  # of units where it is computed; empty: everywhere
    meets: Meets | None = None

    def chosen(self, wanted: Mapping[str, str] | None = None) -> dict[str, str]:
        """Return the choice of every option; raises KeyError for a choice that does not exist."""
        given = wanted or {}
        picked = {one.name: given.get(f"{self.id}:{one.name}", one.default) for one in self.options}
        for one in self.options:
            one.choices[picked[one.name]]
        return picked

    def text(self, part: str, wanted: Mapping[str, str] | None = None) -> str:
        """Return one of its SQL texts with the chosen options put in."""
        sql: str = getattr(self, part)
        picked = self.chosen(wanted)
        for one in self.options:
            sql = sql.replace("{" + one.name + "}", one.choices[picked[one.name]])
        return sql


@dataclass(frozen=True, slots=True)
class Span:
    """The period as instants, both included; `until` is not later than what is known.

    `months`: how many months begin in the whole period, also in what is still to come of it.
    """

    start: datetime
    until: datetime
    months: int = 1


@dataclass(frozen=True, slots=True)
class Count:
    """What an indicator counted. `unknown` rows are in neither number."""

    numerator: Fraction = Fraction(0)
    denominator: Fraction = Fraction(0)
    unknown: int = 0

    @property
    def ratio(self) -> Fraction | None:
        """Return numerator over denominator; None where there is nothing to divide by."""
        return self.numerator / self.denominator if self.denominator else None


@dataclass(frozen=True)
class Value:
    """An indicator of a unit and a period: what was counted, and what that is worth."""

    indicator: Indicator
    count: Count
    ratio: Fraction | None
    points: Fraction | None
    most: Fraction
    sure: bool = True
    options: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    factor: Fraction = Fraction(1)
    """By what the share of the rows was multiplied (`Indicator.times`)."""

    @property
    def between(self) -> tuple[Fraction, Fraction] | None:
        """Return the least and the most that the ratio can be, whatever its unknown rows are.

        None where all is known, or where rows add other numbers than 0 or 1. What is not known is
        often so on one side alone (3.3 needs the result of those filed online, and of no others),
        and then the ratio of the known rows is no estimate of the whole. The factor is taken as it
        stands.
        """
        count = self.count
        if not count.unknown or self.indicator.worth or self.ratio is None:
            return None
        rows = count.denominator + count.unknown
        most = (count.numerator + count.unknown) / rows
        return self.factor * count.numerator / rows, self.factor * most
