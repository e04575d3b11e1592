"""Whether the index of a unit leaves today out, for pages that show a list and no number."""

from __future__ import annotations

from motcua.indicators.index.beside import units_tree
from motcua.indicators.index.places import level_of
from motcua.indicators.queries.figures import midnight, window_of
from motcua.indicators.queries.index import ABOVE
from motcua.indicators.types import Period
from motcua.kernel import clock


def counted_to_midnight(unit_id: int, period: Period) -> bool:
    """Return what `UnitIndex.without_today` says, without counting anything."""
    today = clock.today()
    above = level_of(units_tree().rows, unit_id) in ABOVE
    return above and midnight(period.first) < midnight(today) <= window_of(period).until
