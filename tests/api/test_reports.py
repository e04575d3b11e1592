"""The official report by the API, of one's own units only."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.builders.api import api_for
from tests.builders.dossiers import MORNING, at, commune_at_work, dossier_accepted
from tests.builders.identity import actor_make

from motcua.api.operations import reports
from motcua.identity.types import Role
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.organisations.models import Succession, Unit, UnitVersion
from motcua.organisations.queries import unit_get
from motcua.organisations.types import Transfer

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


def test_a_merged_unit_is_found_by_its_code_and_says_where_it_went(commune, leader, system_scope):
    with at():
        merged = commune_at_work(code="00002", name="Cũ")
        dossier_accepted(merged)
    day = clock.local(MORNING).date() + timedelta(days=2)
    Unit.objects.filter(pk=merged.unit.id).update(valid_to=day)
    UnitVersion.objects.filter(unit_id=merged.unit.id).update(valid_to=day)
    Succession.objects.create(
        old_id=merged.unit.id, new_id=commune.unit.id, transfer=Transfer.WHOLE.value,
        is_split=False, effective_on=day,
    )  # fmt: skip
    with at(24 * 20):
        chair = api_for(actor_make(role=Role.VIEWER, unit=unit_get(commune.unit.parent_id)))
        gone = chair.get(f"reports/II.06a?unit={merged.unit.code}&{PERIOD}").json()
        assert (gone["ended_on"], gone["totals"][0]) == (day.isoformat(), 1)
        heir = {"code": commune.unit.code, "name": commune.unit.full_name, "on": day.isoformat()}
        assert gone["went_to"] == [heir]
        whole = chair.get(f"reports/II.06a?unit={commune.unit.code}&{PERIOD}").json()
        assert [(one["code"], one["on"]) for one in whole["took_over"]] == [
            (merged.unit.code, day.isoformat())
        ]
        assert (whole["ended_on"], whole["went_to"]) == (None, [])
        query = f"reports/II.06a?unit={merged.unit.code}&{PERIOD}"
        assert chair.get(f"{query}&on={day - timedelta(days=1)}").status_code == 200
        assert chair.get(f"{query}&on={day}").status_code == 404, "nobody bore it that day"
        assert leader.get(query).status_code == 404, "rights do not grow"


def test_a_counter_officer_has_no_reports(commune, counter):
    assert counter.get(f"reports/II.06a?unit={commune.unit.code}&{PERIOD}").status_code == 403


def test_dossiers_that_the_index_cannot_read_are_not_named(commune, leader, monkeypatch):
    def unread(*_given, **_more):
        raise Refused("index_unsound", "One cannot be read.", codes=["H19.00001"], n=1)

    monkeypatch.setattr(reports, "report_ii06a", unread)
    refused = leader.get(f"reports/II.06a?unit={commune.unit.code}&{PERIOD}")
    assert refused.status_code == 409
    assert refused.json()["code"] == "index_unsound"
    assert refused.json()["details"] == {"n": 1}, "what is no code stays"
    assert "H19." not in refused.content.decode()
