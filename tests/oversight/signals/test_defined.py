"""Every signal's worked example, and what holds of all of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.dossiers.rules import TransitionRefused
from motcua.dossiers.types import Fact, FactType
from motcua.oversight.signals.catalogue import SIGNALS
from motcua.oversight.signals.definition import Life, Parameter, Values, steps_of
from motcua.oversight.signals.sample import CENTRE, OFFICE, hour

KINDS = [
    FactType.ACCEPTED, FactType.ASSIGNED, FactType.APPROVED, FactType.SUPPLEMENT_REQUESTED,
    FactType.SUPPLEMENT_RECEIVED, FactType.DUE_CHANGED, FactType.APOLOGISED, FactType.WITHDRAWN,
    FactType.STOPPED, FactType.DONE, FactType.REOPENED, FactType.REFUSED,
]  # fmt: skip


@pytest.mark.parametrize("name", SIGNALS)
def test_the_worked_example_comes_out(name):
    signal = SIGNALS[name]
    found = [list(signal.found(life)) for life in signal.example.lives]
    assert [tuple(one.seq for one in life if one.case) for life in found] == list(
        signal.example.cases
    )
    assert sum(one.exposed for life in found for one in life) == signal.example.exposed
    assert all(one.exposed == (not signal.apart) for life in found for one in life if one.case)
    assert any(signal.example.cases)
    assert not all(signal.example.cases)


@pytest.mark.parametrize("name", SIGNALS)
def test_each_has_its_words_and_reasons(name):
    signal = SIGNALS[name]
    for words in (signal.name, signal.words, signal.base, signal.unseen):
        assert str(words).strip()
    assert all(str(one.source).strip() for one in signal.parameters)
    assert signal.id == name


def _event(kind, hours, account, lag):
    data = {
        FactType.ACCEPTED: {"due_at": hour(hours + 72).isoformat()},
        FactType.SUPPLEMENT_REQUESTED: {"phase": "appraisal"},
        FactType.SUPPLEMENT_RECEIVED: {"due_at": hour(hours + 24).isoformat()},
        FactType.DUE_CHANGED: {"due_at": hour(hours + 30).isoformat()},
        FactType.APOLOGISED: {"cause": "workload", "promised_at": hour(hours + 90).isoformat()},
        FactType.STOPPED: {"kind": "final"},
    }.get(kind, {})
    return Fact(kind, hour(hours), dict(data)), account, hour(hours + lag)


@st.composite
def lives(draw):
    """Return a random lawful life: what the guard table refuses is left out."""
    first = {"receiving": CENTRE, "competent": OFFICE}
    if draw(st.booleans()):
        first["imported"] = "sample"
    links = [(Fact(FactType.SUBMITTED, hour(0), first), 1, hour(0))]
    at = 0.0
    for _number in range(draw(st.integers(0, 14))):
        at += draw(st.sampled_from([0.0, 0.01, 3.0, 20.0, 50.0]))
        lag = draw(st.sampled_from([0.0, 0.01, 30.0]))
        event = _event(draw(st.sampled_from(KINDS)), at, draw(st.sampled_from([1, 2, None])), lag)
        try:
            steps_of([*links, event])
        except TransitionRefused:
            continue
        links.append(event)
    return Life(OFFICE, CENTRE, steps_of(links))


@given(lives())
def test_nothing_that_happens_later_takes_a_case_away(life):
    for signal in SIGNALS.values():
        whole = list(signal.found(life))
        for length in range(1, len(life.steps) + 1):
            part = Life(OFFICE, CENTRE, life.steps[:length])
            assert list(signal.found(part)) == [one for one in whole if one.seq <= length]
        seqs = [one.seq for one in whole]
        assert len(seqs) == len(set(seqs))
        assert all(one.seqs[-1] == one.seq and one.exposed >= 0 for one in whole if one.case)


def test_a_parameter_holds_from_its_day_on():
    old = Parameter("after", timedelta(hours=24), date(2025, 7, 1), "one")
    new = Parameter("after", timedelta(hours=8), date(2026, 1, 1), "two")
    assert Values((new, old), date(2025, 12, 31)).span("after") == timedelta(hours=24)
    assert Values((old, new), date(2026, 1, 1)).span("after") == timedelta(hours=8)
    with pytest.raises(KeyError):
        Values((old, new), date(2026, 1, 1)).span("within")


def test_before_its_first_day_the_first_value_holds():
    old = Parameter("after", timedelta(hours=24), date(2025, 7, 1), "one")
    new = Parameter("after", timedelta(hours=8), date(2026, 1, 1), "two")
    assert Values((new, old), date(2025, 6, 30)).span("after") == timedelta(hours=24)


@pytest.mark.parametrize("name", SIGNALS)
def test_a_life_older_than_every_rule_can_be_read(name):
    """Whoever moves in brings years along; one life that cannot be read would stop the check."""
    years = timedelta(days=4 * 365)
    for life in SIGNALS[name].example.lives:
        told = [(one.fact, one.account_id, one.recorded_at) for one in life.steps]
        older = [
            (replace(fact, at=fact.at - years), who, recorded - years)
            for fact, who, recorded in told
        ]
        long_ago = Life(life.competent_unit_id, life.receiving_unit_id, steps_of(older))
        now, then = SIGNALS[name].found(life), SIGNALS[name].found(long_ago)
        assert sum(one.exposed for one in then) == sum(one.exposed for one in now)
