"""The Service Index of every unit for a month at once, from kept totals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from motcua.indicators.index.beside import units_tree
from motcua.indicators.index.definition import Count, Span
from motcua.indicators.index.places import UnitRow, places
from motcua.indicators.index.standing import ONE_DAY, following, kept_of
from motcua.indicators.index.valuing import Index, index_value
from motcua.indicators.queries.index import sound_check
from motcua.indicators.queries.index_totals import month_counts
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.scope import scope_current

LEVELS = frozenset({"state", "province", "commune"})


@dataclass(frozen=True)
class AllIndexes:
    """The index by unit id, and up to when it looks (`span.until`, the date of the data).

    Of the running month that is the last midnight. A unit without any row is left out.
    """

    month: date
    span: Span
    units: Mapping[int, UnitRow]
    by_unit: Mapping[int, Index]


def index_of_all(month: date) -> AllIndexes:
    """Return the index of all communes, provinces and the State for the month that begins then.

    System work only: it says of every unit what it says to that unit. Reads kept totals and counts
    only what is not good any more; about ten statements. Raises Refused `index_unsound`, and
    `month_empty` before the first midnight of a month.
    """
    assert scope_current().is_system, "one unit's official asks for that unit's index"
    sound_check()
    kept = kept_of(month.replace(day=1), clock.now())
    if kept.until < kept.start:
        raise Refused("month_empty", _("Nothing is counted before the first midnight of a month."))
    tree = units_tree()
    units = tree.rows
    alive = {
        key
        for key, row in units.items()
        if row.level in LEVELS
        and row.valid_from <= kept.until
        and (row.valid_to is None or row.valid_to > kept.start)
    }
    shown = places(alive, tree, kept.until)
    counts = month_counts(kept, 1, tree, shown)
    assert counts is not None, "system work sees everything"
    mine: dict[int, dict[str, Count]] = defaultdict(dict)
    for (indicator, unit, _value), count in counts.items():
        mine[unit][indicator] = count
    day = following(kept.month) - ONE_DAY
    return AllIndexes(
        kept.month,
        Span(kept.start, kept.until, 1),
        units,
        {unit: index_value(some, day, level=units[unit].level) for unit, some in mine.items()},
    )
