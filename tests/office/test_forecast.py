"""Expected arrivals: weeks, days, error and interval; too little history shows no number; 404."""

from __future__ import annotations

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from tests.builders.arrivals import history_told
from tests.builders.dossiers import MORNING, at, commune_at_work, dossier_accepted
from tests.builders.identity import actor_make, client_for

from motcua.identity.types import Role
from motcua.indicators.forecast_rules import WEEKS_LEAST
from motcua.indicators.queries import board
from motcua.indicators.queries.forecast import forecast_of
from motcua.indicators.types import Period
from motcua.kernel import clock
from motcua.office import forecasting as words
from motcua.organisations.queries import unit_descendant_ids
from motcua.procedures.queries import procedure_ids

pytestmark = pytest.mark.usefixtures("system_scope")
PAGE = "/office/forecast/"
YESTERDAY = clock.local(MORNING).date() - timedelta(days=1)


@pytest.fixture(autouse=True)
def _english(settings):
    settings.DEFAULT_LANGUAGE = "en"


@pytest.fixture
def commune():
    with at():
        return commune_at_work()


@pytest.fixture
def busy(commune):
    procedure = procedure_ids([commune.offering.code])[commune.offering.code]
    with at():
        history_told(commune.centre.id, procedure, YESTERDAY)
    return commune


def page_of(actor, path=PAGE, **query):
    with at():
        answer = client_for(actor).get(path, query)
    return answer, answer.content.decode(errors="replace").replace("\u00a0", " ")


def test_the_next_weeks_stand_with_interval_error_and_what_came_lately(busy):
    answer, page = page_of(busy.leader)
    assert answer.status_code == 200
    assert re.search(r"dossiers expected from .*10.*2026 to .*16.*2026; in 8 of 10", page)
    assert "of the seven days are open" in page
    assert page.count("used here") == 1
    assert "as on the same weekday of the week before" in page
    assert "Days on which the interval of 80% held" in page
    assert "In the last 28 days" in page
    assert busy.offering.version.name in page
    assert "up to the end of Wednesday 9 September 2026" in page


def test_history_is_what_the_board_counts_as_received(busy):
    with at(-24):
        dossier_accepted(busy)
    units = unit_descendant_ids(busy.unit.id)
    with at():
        dossier_accepted(busy)  # of today: not a whole day yet
        found = forecast_of(busy.unit.id, units)
        shown = board(units, Period(found.recent.first, found.recent.last))
    assert found.whole.recent == sum(point.received for point in shown.trend) > 100
    assert [one.recent for one in found.procedures] == [found.whole.recent]


def test_one_procedure_is_the_address_and_an_unknown_one_does_not_exist(busy):
    code = busy.offering.code
    answer, page = page_of(busy.leader, procedure=code)
    assert answer.status_code == 200
    assert "By procedure" not in page
    assert f"procedure={code}" in page
    assert page_of(busy.leader, procedure="9.999999")[0].status_code == 404


def test_days_off_are_named_and_get_nothing(busy):
    with at(-24 * 20):  # 21 August: Independence Day lies ahead
        found = forecast_of(busy.unit.id, unit_descendant_ids(busy.unit.id))
    holiday = YESTERDAY.replace(day=2)
    assert holiday in found.closed
    assert holiday not in {one.first for one in found.whole.outlook.days}


def test_too_little_history_says_so_and_shows_no_number(commune):
    answer, page = page_of(commune.leader)
    assert answer.status_code == 200
    assert "Nothing can be expected yet" in page
    assert f"0 of the {WEEKS_LEAST} weeks that are needed" in page
    assert "80% interval" not in page
    assert "/office/forecast/csv/" not in page
    _answer, text = page_of(commune.leader, f"{PAGE}csv/")
    assert len(text.strip().splitlines()) == 1


def test_what_lies_outside_of_its_own_interval_is_no_expectation():
    week = SimpleNamespace(low=0, value=4.3, high=0)
    said = words.reason(SimpleNamespace(judged=object(), weeks=[week]))
    assert said == "Too irregular: most weeks bring less than the mean, a few far more."
    inside = SimpleNamespace(low=0, value=4.3, high=9)
    assert words.reason(SimpleNamespace(judged=object(), weeks=[inside])) == ""


def test_who_may_not_see_the_board_sees_no_forecast(busy):
    with at():
        other = commune_at_work(name="Phong Quang")
        finance = actor_make(role=Role.FINANCE, unit=busy.unit)
    assert page_of(other.leader, unit=busy.unit.code)[0].status_code == 404
    assert page_of(finance)[0].status_code == 404
