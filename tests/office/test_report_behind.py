"""Behind a cell stand exactly its dossiers or procedures; names only for who may read them."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, commune_at_work, dossier_accepted, dossier_at
from tests.builders.identity import actor_make, client_for

from motcua.identity.types import Role
from motcua.office.views import report_behind
from motcua.organisations.queries import unit_get
from motcua.workflow.types import Act

pytestmark = pytest.mark.usefixtures("system_scope")
DAY = {"from": "2026-09-10", "to": "2026-09-10"}


@pytest.fixture(autouse=True)
def _english(settings):
    settings.DEFAULT_LANGUAGE = "en"


@pytest.fixture
def commune():
    with at():
        return commune_at_work()


@pytest.fixture
def codes(commune):
    with at():
        first, second = dossier_accepted(commune), dossier_accepted(commune)
        return [first, second, dossier_at(commune, Act.RETURN)]


def page_of(actor, key="ii06a", **query):
    with at(1):
        answer = client_for(actor).get(f"/office/reports/{key}/behind/", {**DAY, **query})
    return answer, answer.content.decode()


def test_a_cell_opens_to_its_dossiers_and_they_open(commune, codes):
    answer, page = page_of(commune.leader, column="c11")
    assert answer.status_code == 200
    assert [code in page for code in codes] == [True, True, False]
    assert f"/office/dossiers/{codes[0]}/" in page


def test_a_line_narrows_and_pages_follow_until_the_last(commune, codes, monkeypatch):
    monkeypatch.setattr(report_behind, "PAGE", 2)
    asked = {"column": "c3", "line": str(commune.unit.id)}
    _answer, page = page_of(commune.leader, **asked)
    assert [code in page for code in codes] == [True, True, False]
    assert f"after={codes[1]}" in page
    _answer, page = page_of(commune.leader, **asked, after=codes[1])
    assert [f"/office/dossiers/{code}/" in page for code in codes] == [False, False, True]


def test_procedures_are_named(commune):
    _answer, page = page_of(commune.leader, key="ii07b", column="competence_all")
    assert commune.offering.code in page


def test_who_sees_figures_only_reads_no_names(commune, codes):
    viewer = actor_make(role=Role.VIEWER, unit=unit_get(commune.unit.parent_id))
    _answer, page = page_of(viewer, column="c3")
    assert codes[0] in page
    assert f"/office/dossiers/{codes[0]}/" not in page


def test_cells_lines_and_units_that_are_not_there_are_not_found(commune):
    other = commune_at_work(name="Phong Quang")
    for query in (
        {},
        {"column": "c99"},
        {"column": "c3", "line": "x"},
        {"column": "c3", "line": str(other.unit.id)},
        {"column": "c3", "line": "9" * 30},
        {"column": "c3", "unit": other.unit.code},
    ):
        assert page_of(commune.leader, **query)[0].status_code == 404, query
    assert page_of(commune.leader, key="online", column="online_share")[0].status_code == 404
    answer, page = page_of(commune.leader, column="c3", after="\x00nobody's")
    assert answer.status_code == 200
    assert "No dossier" in page


def test_codes_are_for_those_who_may_see_the_board(commune):
    finance = actor_make(role=Role.FINANCE, unit=commune.unit)
    assert page_of(finance, column="c3")[0].status_code == 404
