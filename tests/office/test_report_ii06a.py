"""Form II.06a as a page."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, commune_at_work, dossier_accepted, dossier_at
from tests.builders.identity import actor_make, client_for

from motcua.identity.types import Role
from motcua.organisations.queries import unit_get
from motcua.workflow.types import Act

pytestmark = pytest.mark.usefixtures("system_scope")
REPORT = "/office/reports/ii06a/"
DAY = {"from": "2026-09-10", "to": "2026-09-10"}


@pytest.fixture(autouse=True)
def _english(settings):
    settings.DEFAULT_LANGUAGE = "en"


@pytest.fixture
def commune():
    with at():
        made = commune_at_work()
        dossier_accepted(made)
        dossier_at(made, Act.RETURN)
    return made


def page_of(actor, hours=1, **query):
    with at(hours):
        answer = client_for(actor).get(REPORT, query)
    return answer, answer.content.decode().replace("\u00a0", " ")


def test_it_shows_columns_rows_total_and_the_checked_identities(commune):
    answer, page = page_of(commune.leader, **DAY)
    assert answer.status_code == 200
    for text in ("(13)", "Carried over", commune.unit.full_name, "Total"):
        assert text in page
    assert page.count("holds") == 5
    assert "does not hold" not in page


def test_a_past_day_is_shown_whole_as_it_stood_at_its_end(commune):
    _answer, page = page_of(commune.leader, hours=24 * 40, **DAY)
    assert "the end of Thursday 10 September 2026" in page
    with at(1):
        _now, same = page_of(commune.leader, **DAY)
    assert page.split("<tbody>")[1] == same.split("<tbody>")[1]


def test_numbers_lead_to_their_dossiers_only_where_the_board_is_allowed(commune):
    _answer, page = page_of(commune.leader, **DAY)
    assert "figure=c3" in page
    finance = actor_make(role=Role.FINANCE, unit=commune.unit)
    answer, page = page_of(finance, **DAY)
    assert answer.status_code == 200
    assert "figure=c3" not in page
    assert "/office/board/" not in page


def test_a_province_has_a_row_for_each_commune(commune):
    other = commune_at_work(name="Phong Quang")
    viewer = actor_make(role=Role.VIEWER, unit=unit_get(commune.unit.parent_id))
    _answer, page = page_of(viewer, **DAY)
    assert commune.unit.full_name in page
    assert other.unit.full_name in page


def test_a_unit_outside_the_scope_does_not_exist(commune):
    other = commune_at_work(name="Phong Quang")
    assert page_of(commune.leader, unit=other.unit.code)[0].status_code == 404
    assert page_of(commune.counter)[0].status_code == 404
