"""Every indicator's worked example is its test, on every engine."""

from __future__ import annotations

import pytest
from tests.builders.index import ENGINES, counted

from motcua.indicators.index.catalogue import INDICATORS
from motcua.indicators.index.points import points_of, rounded, weights_on
from motcua.indicators.index.sample import BEGIN


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("id_", INDICATORS)
@pytest.mark.django_db
def test_the_worked_example_comes_out(id_, engine):
    indicator = INDICATORS[id_]
    example = indicator.example
    count = counted(engine, indicator, example.tables)
    assert (count.numerator, count.denominator, count.unknown) == (
        example.numerator,
        example.denominator,
        example.unknown,
    )
    most = weights_on(BEGIN.date()).most[id_]
    points = points_of(count.ratio, most, indicator.threshold)
    if indicator.informative:
        points = None
    assert (None if points is None else str(rounded(points))) == example.points
