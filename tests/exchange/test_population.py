"""The adapter to the population database against its simulator: down, slow, lying."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from motcua.exchange import population
from motcua.exchange.simulators.identity.people import PEOPLE
from motcua.filing.sources import SourceRequest, SourceUnavailable

MAU1 = PEOPLE[0].claims


@pytest.fixture
def told(simulators: str, settings: Any) -> Iterator[Any]:
    settings.POPULATION_URL = f"{simulators}/population"
    settings.POPULATION_TOKEN = "x"
    settings.POPULATION_TIMEOUT_SECONDS = 1
    population.breaker.reset()

    def tell(mode: str, **more: Any) -> None:
        requests.post(
            f"{simulators}/population/fault", json={"mode": mode, **more}, timeout=5
        ).raise_for_status()

    tell("")
    yield tell
    tell("")
    population.breaker.reset()


def ask(number: str = MAU1["SoDinhDanh"]):
    return population.Population().ask(
        SourceRequest(number, MAU1["HoVaTen"], "1992-03-12", "1.001193", "consent-1")
    )


def test_it_tells_what_is_known_of_a_person(told):
    known = ask()
    assert known.record.startswith("DC-")
    assert known.fields["name"] == MAU1["HoVaTen"]
    assert known.fields["birth_date"] == "1992-03-12"


def test_of_an_unknown_number_there_is_nothing(told):
    assert ask("019090999999") is None


@pytest.mark.parametrize("mode", ["down", "lie", "nonsense"])
def test_down_lying_or_talking_nonsense_is_not_available(told, mode):
    told(mode)
    with pytest.raises(SourceUnavailable):
        ask()


def test_a_slow_answer_is_given_up(told, settings):
    settings.POPULATION_TIMEOUT_SECONDS = 0.2
    told("slow", seconds=1)
    with pytest.raises(SourceUnavailable):
        ask()


def test_a_mismatch_is_told_as_it_is(told):
    told("mismatch")
    assert ask().fields["name"] == "Người Khác Mẫu 0"


def test_nobody_waits_for_what_fails_again_and_again(told, monkeypatch):
    told("down")
    for _time in range(3):
        with pytest.raises(SourceUnavailable):
            ask()
    monkeypatch.setattr(population, "_ask", lambda _request: pytest.fail("it was asked"))
    with pytest.raises(SourceUnavailable):
        ask()


def test_without_an_address_nothing_is_asked(settings):
    settings.POPULATION_URL = ""
    with pytest.raises(SourceUnavailable):
        ask()
