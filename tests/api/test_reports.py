"""The official report by the API, of one's own units only."""

from __future__ import annotations

import pytest
from tests.builders.api import api_for

PERIOD = "first=2026-09-01&last=2026-09-30"


@pytest.fixture
def leader(commune):
    return api_for(commune.leader)


def test_a_leader_gets_the_report_of_the_commune(commune, leader):
    report = leader.get(f"reports/II.06a?unit={commune.unit.code}&{PERIOD}")
    assert report.status_code == 200, report.content
    assert len(report.json()["totals"]) == 11
    assert all(check["holds"] for check in report.json()["checks"])


def test_another_commune_s_report_is_not_there(commune, elsewhere, leader):
    foreign = leader.get(f"reports/II.06a?unit={elsewhere.unit.code}&{PERIOD}")
    nothing = leader.get(f"reports/II.06a?unit=nowhere&{PERIOD}")
    assert foreign.status_code == nothing.status_code == 404
    assert foreign.json()["code"] == nothing.json()["code"]


@pytest.mark.parametrize(
    "query", ["first=2026-09-30&last=2026-09-01", "first=2026-09-01", "first=x&last=2026-09-01"]
)
def test_a_wrong_period_is_refused(commune, leader, query):
    assert leader.get(f"reports/II.06a?unit={commune.unit.code}&{query}").status_code == 422


def test_a_counter_officer_has_no_reports(commune, counter):
    assert counter.get(f"reports/II.06a?unit={commune.unit.code}&{PERIOD}").status_code == 403
