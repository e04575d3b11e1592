"""Every engine counts the same as plain Python, over random histories and in every unit."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from tests.builders.index import ENGINES, UNITS, World, worlds
from tests.builders.index_plain import PLAIN, Seen

from motcua.indicators.index.asking import counts_of, keys_of
from motcua.indicators.index.build import By, Side
from motcua.indicators.index.catalogue import INDICATORS
from motcua.indicators.index.definition import Count

ALL = tuple(INDICATORS.values())
LIVES = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def expected(world: World) -> dict[tuple[str, int], Count]:
    return {(id_, unit): PLAIN[id_](Seen(world, unit)) for id_ in INDICATORS for unit in UNITS}


def test_the_plain_words_know_every_indicator():
    assert list(PLAIN) == list(INDICATORS)


@pytest.mark.django_db
@LIVES
@given(worlds())
def test_engines_agree_with_plain_python_in_every_unit(world):
    wanted = expected(world)
    for name, engine in ENGINES.items():
        with engine(world.tables) as asked:
            found = counts_of(asked, ALL, world.span, world.places)
        counted = {key: found.get((*key, ""), Count()) for key in wanted}
        assert counted == wanted, name


@pytest.mark.django_db
@settings(LIVES, max_examples=6)
@given(worlds())
def test_lists_are_the_numbers_and_parts_are_the_whole(world):
    one = tuple(place for place in world.places if place[0] == UNITS[0])
    with ENGINES["duckdb"](world.tables) as asked:
        whole = counts_of(asked, ALL, world.span, one)
        for by in (By.PROCEDURE, By.FIELD, By.CHANNEL):
            split = counts_of(asked, ALL, world.span, one, by=by)
            for indicator in ALL:
                parts = [count for key, count in split.items() if key[0] == indicator.id]
                total = whole.get((indicator.id, UNITS[0], ""), Count())
                assert sum(part.denominator for part in parts) == total.denominator
                assert sum(part.numerator for part in parts) == total.numerator
        for indicator in ALL:
            total = whole.get((indicator.id, UNITS[0], ""), Count())
            if indicator.worth:  # rows that add more than one, or less than none
                continue
            sides = [keys_of(asked, indicator, side, world.span, one) for side in Side]
            assert [len(side) for side in sides] == [
                total.numerator,
                total.denominator - total.numerator,
                total.unknown,
            ]
            with ENGINES["postgres"](world.tables) as other:
                for side, keys in zip(Side, sides, strict=True):
                    assert keys == keys_of(other, indicator, side, world.span, one)
