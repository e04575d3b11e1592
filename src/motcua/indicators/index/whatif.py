"""What a unit would have, if so many rows that do not count did: exact, by the same rules. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from motcua.indicators.index.definition import Count
from motcua.indicators.index.valuing import Index, index_value


def what_if(index: Index, more: Mapping[str, int], day: date) -> Index:
    """Return the index if of each indicator so many rows of its denominator counted besides.

    No row is counted that is not in the denominator: what is asked beyond stands at full. Each
    indicator is changed alone (a dossier that is digitised may lift 4.1 as well: ask for both), but
    what is multiplied by another one follows it. `day`: the weights in force. Raises ValueError for
    less than nothing.
    """
    if any(number < 0 for number in more.values()):
        raise ValueError("fewer rows than none")
    counts = {}
    for one in index.values:
        if one.ratio is None:  # it does not apply, and a row more would not make it
            continue
        count = one.count
        room = max(count.denominator - count.numerator, Fraction(0))
        extra = min(Fraction(more.get(one.indicator.id, 0)), room)
        counts[one.indicator.id] = Count(count.numerator + extra, count.denominator, count.unknown)
    return index_value(counts, day)
