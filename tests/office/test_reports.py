"""The list of official reports: what a unit makes, for which period, with links that keep both."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, commune_at_work
from tests.builders.identity import actor_make, client_for

from motcua.identity.types import Role
from motcua.indicators.reports.catalogue import REPORTS
from motcua.organisations.queries import unit_get

pytestmark = pytest.mark.usefixtures("system_scope")
DAY = {"from": "2026-09-10", "to": "2026-09-10"}


@pytest.fixture(autouse=True)
def _english(settings):
    settings.DEFAULT_LANGUAGE = "en"


@pytest.fixture
def commune():
    with at():
        return commune_at_work()


def page_of(actor, **query):
    with at(1):
        answer = client_for(actor).get("/office/reports/", query)
    return answer, answer.content.decode().replace("&amp;", "&")


def test_it_lists_what_the_unit_makes_with_unit_and_days_in_every_link(commune):
    answer, page = page_of(commune.leader, **DAY)
    assert answer.status_code == 200
    query = f"?unit={commune.unit.code}&from=2026-09-10&to=2026-09-10"
    for key, report in REPORTS.items():
        made = "commune" in report.levels
        assert (f"/office/reports/{key}/{query}" in page) == made
        assert (f"/office/reports/{key}/xlsx/{query}" in page) == made


def test_a_province_makes_reports_that_a_commune_does_not(commune):
    viewer = actor_make(role=Role.VIEWER, unit=unit_get(commune.unit.parent_id))
    _answer, page = page_of(viewer)
    assert "/office/reports/ii06b/" in page
    assert "/office/reports/ii06c/" not in page
    assert "to be verified" in page


def test_units_of_others_and_people_without_the_right_find_nothing(commune):
    other = commune_at_work(name="Phong Quang")
    assert page_of(commune.leader, unit=other.unit.code)[0].status_code == 404
    assert page_of(commune.counter)[0].status_code == 404
