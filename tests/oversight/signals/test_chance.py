"""Who is named: hardly anybody where nobody cheats, and those who do."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from math import comb, exp, factorial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.oversight.signals.chance import (
    Count,
    binomial_tail,
    compare,
    level_on,
    negative_binomial_tail,
    poisson_tail,
)

LEVEL = level_on(date(2026, 11, 23))
UNITS = 3321


def loads(random: np.random.Generator) -> np.ndarray:
    """Return what communes receive in a month: 7 to 107 a working day (domain brief 10.2)."""
    a_day = np.exp(random.normal(np.log(25), 0.9, UNITS)).clip(3, 150)
    return (a_day * 22).astype(int)


def country(
    random: np.random.Generator, rates: Iterable[float], *, spread: float = 0.0, share: float = 1.0
) -> list[Count]:
    """Return the counts of a month of signals with some rates; units differ by `spread`."""
    found = []
    for number, rate in enumerate(rates):
        exposed = random.binomial(loads(random), share)
        own = np.full(UNITS, rate)
        if spread:
            own = (rate * random.gamma(1 / spread, spread, UNITS)).clip(0, 1)
        cases = random.binomial(exposed, own)
        found += [
            Count(f"s{number}", unit, "commune", int(n), int(k))
            for unit, (n, k) in enumerate(zip(exposed, cases, strict=True))
        ]
    return found


RATES = (0.0005, 0.002, 0.004, 0.01, 0.01, 0.03, 0.1, 0.2)


@pytest.mark.parametrize("spread", [0.0, 0.2, 0.6])
def test_in_a_country_without_cheating_hardly_anybody_is_named(spread):
    """Twelve months of eight signals: the names of all of them stay below the stated level.

    `share` bounds the expected number for each month by about 0.05; 12 months: 0.6.
    """
    random = np.random.default_rng(20261123)
    named = sum(
        one.named
        for _month in range(6)
        for one in compare(country(random, RATES, spread=spread), LEVEL)
    )
    named_few = sum(
        one.named
        for _month in range(6)
        for one in compare(country(random, RATES, spread=spread, share=0.05), LEVEL)
    )
    assert named + named_few <= 1


@pytest.mark.parametrize(("spread", "power"), [(0.0, 0.99), (0.2, 0.95)])
def test_who_cheats_is_found(spread, power):
    """Twenty communes close one in twelve without a result at the last hour; others 0.4 %."""
    random = np.random.default_rng(7)
    counts = country(random, RATES, spread=spread)
    cheats = [
        number for number, one in enumerate(counts) if one.signal == "s2" and one.exposed > 300
    ][:20]
    for number in cheats:
        one = counts[number]
        more = int(random.binomial(one.exposed, 0.08))
        counts[number] = Count(one.signal, one.unit_id, one.group, one.exposed, more)
    found = [number for number, one in enumerate(compare(counts, LEVEL)) if one.named]
    assert len(set(found) & set(cheats)) >= power * len(cheats)
    assert len(set(found) - set(cheats)) <= max(1, 0.1 * len(cheats))


def test_many_cheats_do_not_hide_each_other():
    random = np.random.default_rng(3)
    counts = country(random, (0.004,))
    cheats = set(range(0, UNITS, 25))  # one in twenty-five
    counts = [
        Count(c.signal, c.unit_id, c.group, c.exposed, int(random.binomial(c.exposed, 0.06)))
        if c.unit_id in cheats and c.exposed > 300
        else c
        for c in counts
    ]
    guilty = {one.unit_id for one in counts if one.unit_id in cheats and one.exposed > 300}
    found = {one.count.unit_id for one in compare(counts, LEVEL) if one.named}
    assert len(found & guilty) > 0.9 * len(guilty)
    assert len(found - guilty) <= 0.1 * len(found)


def test_a_small_unit_is_not_accused_by_noise():
    peers = [Count("s", unit, "commune", 400, 4) for unit in range(1, 90)]
    small = Count("s", 0, "commune", 25, 2)  # eight times the rate of the others
    assert not any(one.named for one in compare([small, *peers], LEVEL))
    large = Count("s", 0, "commune", 400, 40)
    assert [one.count.unit_id for one in compare([large, *peers], LEVEL) if one.named] == [0]


def test_who_has_too_few_peers_or_too_little_is_not_compared():
    peers = [Count("s", unit, "commune", 400, 0) for unit in range(1, 7)]
    one = compare([Count("s", 0, "commune", 400, 400), *peers], LEVEL)[0]
    assert one.chance is None
    assert not one.named
    others = [Count("s", unit, "commune", 400, 0) for unit in range(1, 40)]
    tiny = compare([Count("s", 0, "commune", 19, 19), *others], LEVEL)[0]
    assert tiny.chance is None
    department = compare([Count("s", 0, "department", 400, 400), *others], LEVEL)[0]
    assert department.chance is None


def test_a_unit_is_never_its_own_peer():
    peers = [Count("s", unit, "commune", 100, 1) for unit in range(1, 20)]
    large = compare([Count("s", 0, "commune", 10_000, 1_000), *peers], LEVEL)[0]
    assert large.expected == pytest.approx(100)
    assert large.named


def test_nothing_to_compare_is_no_error():
    assert compare([], LEVEL) == []
    [one] = compare([Count("s", 1, "commune", 0, 0)], LEVEL)
    assert not one.named


@given(st.integers(0, 40), st.integers(0, 40), st.floats(0.001, 0.999))
def test_the_binomial_tail_is_the_sum_of_its_terms(k, n, p):
    exact = sum(comb(n, j) * p**j * (1 - p) ** (n - j) for j in range(k, n + 1))
    assert binomial_tail(k, n, p) == pytest.approx(exact, abs=1e-9)


@given(st.integers(0, 60), st.floats(0.01, 40))
def test_the_poisson_tail_is_the_rest_of_its_terms(k, mean):
    below = sum(exp(-mean) * mean**j / factorial(j) for j in range(k))
    assert poisson_tail(k, mean) == pytest.approx(1 - below, abs=1e-9)
    assert negative_binomial_tail(k, mean, 1e-8) == pytest.approx(1 - below, abs=1e-5)


@given(st.integers(0, 60), st.floats(0.01, 40), st.floats(0.01, 3))
def test_the_tail_of_unlike_rates_is_that_of_the_negative_binomial(k, mean, spread):
    size, total, term = 1 / spread, 0.0, 0.0
    odds = mean / (mean + size)
    for j in range(k):
        term = (1 - odds) ** size if j == 0 else term * (j - 1 + size) / j * odds
        total += term
    assert negative_binomial_tail(k, mean, spread) == pytest.approx(1 - total, abs=1e-8)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 60)), max_size=30))
def test_more_cases_never_make_a_unit_less_likely_to_be_named(pairs):
    counts = [
        Count("s", unit, "commune", max(n, k), k) for unit, (n, k) in enumerate(pairs, start=1)
    ]
    before = compare([Count("s", 0, "commune", 200, 12), *counts], LEVEL)[0]
    after = compare([Count("s", 0, "commune", 200, 24), *counts], LEVEL)[0]
    if before.chance is not None and after.chance is not None and before.named:
        assert after.chance <= before.chance
