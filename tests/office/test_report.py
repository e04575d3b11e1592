"""An official report as a page: table, checks, links, and no number while it would be wrong."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, commune_at_work, dossier_accepted, dossier_at
from tests.builders.identity import actor_make, client_for

from motcua.identity.types import Role
from motcua.indicators.models import Proof, Reading
from motcua.indicators.reports.catalogue import REPORTS
from motcua.indicators.reports.makers import ready
from motcua.kernel import clock
from motcua.organisations.queries import unit_get
from motcua.workflow.types import Act

pytestmark = pytest.mark.usefixtures("system_scope")
REPORT = "/office/reports/ii06a/"
DAY = {"from": "2026-09-10", "to": "2026-09-10"}


@pytest.fixture(autouse=True)
def _english(settings):
    settings.DEFAULT_LANGUAGE = "en"


@pytest.fixture(autouse=True)
def _read_up(monkeypatch):
    """Let nothing wait to be read.

    Whether events of a test's own transaction count as finished is the server's whim: it depends on
    what ends beside it. What waits is tried in tests/indicators/test_reports_indexed.py.
    """
    monkeypatch.setattr(ready, "dossiers_after", lambda place, limit: (place, (), 0))


@pytest.fixture
def commune():
    with at():
        made = commune_at_work()
        dossier_accepted(made)
        dossier_at(made, Act.RETURN)
    return made


def page_of(actor, hours=1, key="ii06a", **query):
    with at(hours):
        answer = client_for(actor).get(REPORT.replace("ii06a", key), query)
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
    assert "column=c3" in page
    finance = actor_make(role=Role.FINANCE, unit=commune.unit)
    answer, page = page_of(finance, **DAY)
    assert answer.status_code == 200
    assert "column=c3" not in page
    assert "/office/board/" not in page


def test_a_province_has_a_row_for_each_commune(commune):
    other = commune_at_work(name="Phong Quang")
    viewer = actor_make(role=Role.VIEWER, unit=unit_get(commune.unit.parent_id))
    _answer, page = page_of(viewer, **DAY)
    assert commune.unit.full_name in page
    assert other.unit.full_name in page


def test_the_total_stands_first_and_units_with_nothing_stand_apart(commune):
    other = commune_at_work(name="Phong Quang")
    viewer = actor_make(role=Role.VIEWER, unit=unit_get(commune.unit.parent_id))
    answer, page = page_of(viewer, **DAY)
    table, rest = page.split("<tbody>")[1].split("</tbody>")
    assert [row.number is None for row in answer.context["rows"]] == [True, False]
    assert table.index("Total") < table.index(commune.unit.full_name)
    assert other.unit.full_name not in table
    assert "2 units with nothing to count in this period" in rest  # and the province itself
    assert other.unit.full_name in rest


def test_a_unit_outside_the_scope_does_not_exist(commune):
    other = commune_at_work(name="Phong Quang")
    assert page_of(commune.leader, unit=other.unit.code)[0].status_code == 404
    assert page_of(commune.counter)[0].status_code == 404


@pytest.mark.parametrize("key", sorted(REPORTS))
def test_each_report_is_a_page_or_says_why_not(commune, key):
    answer, page = page_of(commune.leader, key=key, **DAY)
    assert answer.status_code == 200
    assert REPORTS[key].symbol in page
    made = "commune" in REPORTS[key].levels
    assert ("no such report for this unit" in page) != made
    assert ("What each column counts" in page) == made
    assert "does not hold" not in page


def test_a_form_that_nobody_compared_says_so(commune):
    assert "To be verified" in page_of(commune.leader, key="lateness", **DAY)[1]
    assert "To be verified" not in page_of(commune.leader, **DAY)[1]


def test_nothing_to_divide_by_is_a_dash_with_its_meaning(commune):
    _answer, page = page_of(commune.leader, key="online", **DAY)
    assert "means not known or not applicable" in page
    assert "0.00 %" not in page


def test_while_figures_are_counted_anew_the_reason_stands_in_their_place(commune):
    with at():
        own = dossier_accepted(commune)
    Reading.objects.update(problem=f"H98.1, {own}")
    finance = actor_make(role=Role.FINANCE, unit=commune.unit)
    _answer, blind = page_of(finance, key="digitisation", **DAY)
    assert (own in blind, "of 2 dossiers were" in blind) == (False, True), "no board, no code"
    answer, page = page_of(commune.leader, key="digitisation", **DAY)
    assert (f"Of your units: {own}." in page, "H98.1" in page) == (True, False)
    assert answer.status_code == 200
    assert "This report is not shown" in page
    assert "<tbody>" not in page
    assert "What each column counts" not in page
    _answer, page = page_of(commune.leader, **DAY)
    assert "<tbody>" in page, "II.06a rests on increments"


def test_a_period_that_ends_before_it_begins_is_named_and_the_month_shown(commune):
    answer, page = page_of(commune.leader, **{"from": "2026-09-10", "to": "2026-09-01"})
    assert answer.status_code == 200
    assert "The last day lies before the first day." in page


def test_a_report_that_does_not_exist_has_no_page(commune):
    assert page_of(commune.leader, key="ii06z")[0].status_code == 404


def test_figures_that_are_not_what_was_sealed_carry_a_notice(commune):
    _answer, text = page_of(commune.leader, **DAY)
    assert "not proved yet" in text
    assert "/csv/?" in text
    with at(1):
        proof = Proof.objects.create(name="figures", proved_at=clock.now())
    assert "proved" not in page_of(commune.leader, **DAY)[1].partition("<main")[2]
    assert "not proved lately" in page_of(commune.leader, hours=50, **DAY)[1]
    with at(1):
        proof.broken_at = clock.now()
        proof.save()
    _answer, text = page_of(commune.leader, **DAY)
    assert "do not agree with the sealed records" in text
    assert "no report is frozen, signed or sent" in text
    assert "/csv/?" not in text
    assert "<table" in text, "the live figures stand there all the same"
