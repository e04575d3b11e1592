"""The geometry of values among others tells the truth."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from motcua.ui.spreads import BASE, LEFT, RIGHT, ends_of, strip_build
from motcua.ui.types import Dot

SHARES = st.floats(0, 1)


def at(text: str) -> float:
    return float(text.removesuffix("%"))


@given(st.lists(SHARES, min_size=1, max_size=60))
def test_the_scale_holds_every_value_and_is_no_narrower_than_a_tenth(values):
    low, high = ends_of(values)
    assert 0 <= low <= min(values) + 1e-6
    assert max(values) - 1e-6 <= high <= 1 + 1e-9
    assert high - low >= 0.1 - 1e-9
    assert abs(low * 10 - round(low * 10)) < 1e-9, "whole tenths are written at the ends"


@given(st.lists(SHARES, min_size=5, max_size=60), SHARES, st.booleans())
def test_order_on_the_line_is_order_of_values_and_no_dot_is_lost(values, own, shown):
    ordered = sorted(values)
    quartiles = tuple(ordered[round(part * (len(ordered) - 1))] for part in (0.25, 0.5, 0.75))
    drawn = strip_build(
        [Dot(str(one), one) for one in values], quartiles, own if shown else None, (0.0, 1.0)
    )
    assert len(drawn.spots) == len(values)
    places = [at(spot.x) for spot in drawn.spots]
    assert places == sorted(places)
    assert all(LEFT <= one <= RIGHT for one in places)
    assert at(drawn.box_x) <= at(drawn.middle) + 0.01
    assert bool(drawn.own) == shown


def test_equal_values_stand_on_each_other():
    drawn = strip_build([Dot("a", 0.5), Dot("b", 0.5)], (0.5, 0.5, 0.5), None, None)
    assert [spot.y for spot in drawn.spots] == [BASE, BASE - 7]
