"""Figures of a window, by unit, procedure or official, and the window that a period is.

How sums are read: `queries/sums.py`. What figures mean: `rules.py`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from operator import add

from django.utils.translation import gettext as _

from motcua.deadlines.queries import calendar_for
from motcua.deadlines.types import CalendarInvalid
from motcua.indicators import rules
from motcua.indicators.queries.branches import (
    Branches,
    asked_of,
    branches_under,
    sources,
    with_branches,
)
from motcua.indicators.queries.sums import Key, sums_read
from motcua.indicators.types import Dimension, Figure, Figures, Period, Window
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid

ONE_DAY = timedelta(days=1)
YEARS = (1990, 2200)


def window_of(
    period: Period, *, as_of: datetime | None = None, unit_id: int | None = None
) -> Window:
    """Return a period as instants: its last day whole, but never beyond `as_of` (now).

    Raises Invalid when the period ends before it begins, lies outside the years that exist or has
    not begun: what stands at its end is not known, and what stands now would be told as of then.
    `unit_id` names whose next working day ends what is due soon.
    """
    if period.last < period.first:
        raise Invalid([FieldProblem("to", _("The last day lies before the first day."))])
    for name, day in (("from", period.first), ("to", period.last)):
        if not YEARS[0] <= day.year <= YEARS[1]:
            raise Invalid([FieldProblem(name, _("This year is out of range."))])
    if as_of is None and period.first > clock.today():
        raise Invalid([FieldProblem("from", _("This period has not begun yet."))])
    before = clock.midnight(period.first) - rules.TICK
    whole = clock.midnight(period.last + ONE_DAY) - rules.TICK
    until = max(before, min(whole, as_of or clock.now()))
    runs = as_of is None and before < until < whole
    return Window(before, until, _ahead(until, unit_id), runs)


def _ahead(until: datetime, unit_id: int | None) -> datetime:
    """Return the end of the next working day; without a calendar of that year, of the next day."""
    today = clock.local(until).date()
    try:
        following = calendar_for(unit_id).working_day_after(today, 1).date
    except CalendarInvalid:
        following = today + ONE_DAY
    return clock.midnight(following + ONE_DAY) - rules.TICK


Split = dict[Dimension, dict[int, Figures]]


def figures_by(
    unit_ids: Collection[int],
    window: Window,
    dimensions: Iterable[Dimension] = (Dimension.UNIT,),
    wanted: Iterable[Figure] = tuple(Figure),
    *,
    under: int | None = None,
    branches: Branches | None = None,
) -> Split:
    """Return figures per unit, procedure or official; keys without increments are left out.

    With `under`, provinces that lie below this unit and are asked for whole may stand as one unit
    each, and no others; `branches` as `with_branches` told them, where it is called around. Two
    statements, one to three more without `branches`; whatever the number of units and dossiers.
    """
    split: Split = {Dimension(d): {} for d in dimensions}
    if not split:
        return split

    def read(whole: Branches) -> dict[Key, list[int]]:
        below = branches_under(whole, under)
        found = (
            *sources(unit_ids, (one for one in split if one is Dimension.UNIT), below),
            *sources(unit_ids, (one for one in split if one is not Dimension.UNIT), whole),
        )
        return sums_read(window, figures, found, asked_of(unit_ids, whole, below))

    figures = tuple(wanted)
    sums = with_branches(unit_ids, read) if branches is None else read(branches)
    return _figured(split, sums, figures)


def figures_of_procedures(
    unit_ids: Collection[int],
    window: Window,
    procedure_ids: Collection[int],
    wanted: Iterable[Figure] = tuple(Figure),
    *,
    under: int | None = None,
    branches: Branches | None = None,
) -> Split:
    """Return figures of some procedures alone, per unit and per procedure; by the same definition.

    Officials are not split: totals know them without the procedure. `under`,
    `branches` and statements as `figures_by`.
    """
    figures = tuple(wanted)

    def read(whole: Branches) -> dict[Key, list[int]]:
        below = branches_under(whole, under)
        found = sources(unit_ids, (Dimension.PROCEDURE,), below)
        asked = asked_of(unit_ids, whole, below)
        sums: dict[Key, list[int]] = {}
        for (unit_id, procedure_id), some in sums_read(
            window, figures, found, asked, procedure_ids
        ).items():
            for key in ((Dimension.UNIT, unit_id), (Dimension.PROCEDURE, procedure_id)):
                before = sums.get(key)
                sums[key] = some if before is None else list(map(add, before, some))
        return sums

    sums = with_branches(unit_ids, read) if branches is None else read(branches)
    return _figured({Dimension.UNIT: {}, Dimension.PROCEDURE: {}}, sums, figures)


def _figured(split: Split, sums: Mapping[Key, Sequence[int]], wanted: tuple[Figure, ...]) -> Split:
    for (dimension, key), one in sums.items():
        figures = rules.figures_of(one, wanted)
        if any(figures.values()):
            split[Dimension(dimension)][key] = figures
    return split


def added(parts: Iterable[Figures]) -> Figures:
    """Return the sum of figures, each of them 0 when there is none."""
    total: Figures = dict.fromkeys(Figure, 0)
    for part in parts:
        for figure, value in part.items():
            total[figure] += value
    return total
