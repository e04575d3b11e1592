"""The geometry of charts tells the truth."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.ui import charts
from motcua.ui.types import Point


@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=40))
def test_bars_keep_the_proportions_of_their_values(values):
    lengths = charts.bar_lengths(values)
    largest = max(values) or 1
    assert all(
        abs(length - v / largest * 100) < 0.01 for length, v in zip(lengths, values, strict=True)
    )


def test_a_negative_bar_is_refused():
    with pytest.raises(ValueError, match="zero"):
        charts.bar_lengths([1, -1])


@given(st.floats(0, 10**9))
def test_the_top_of_the_scale_is_never_below_the_largest_value(value):
    assert charts.nice_ceiling(value) >= value


def test_a_gap_in_the_data_is_a_gap_in_the_line():
    trend = charts.trend_build([Point("1", 5), Point("2", None), Point("3", 7), Point("4", 8)])
    assert len(trend.dots) == 3
    assert len(trend.segments) == 1


def test_the_trend_stands_on_zero():
    trend = charts.trend_build([Point("1", 0), Point("2", 10)])
    assert trend.dots[0].y == charts.BASELINE
    assert trend.ticks[0].value == 0


def test_a_narrow_screen_keeps_every_second_label_and_the_last():
    drawn = charts.trend_build([Point(str(n), n) for n in range(6)])
    assert [one.point.label for one in drawn.dots if one.labelled and not one.spare] == [
        "1", "3", "5",
    ]  # fmt: skip


def test_a_trend_without_points_draws_nothing():
    assert charts.trend_build([]).dots == ()
