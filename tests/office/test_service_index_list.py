"""The codes behind an indicator: by pages, dossiers open for whoever may read them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.builders.dossiers import MORNING, commune_at_work, dossier_accepted
from tests.builders.identity import actor_make, client_for

from motcua.identity.types import Role
from motcua.indicators.queries.index import index_of
from motcua.indicators.services import cases_follow
from motcua.indicators.types import Period
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.office.views import service_index_list
from motcua.organisations.queries import unit_get

pytestmark = [pytest.mark.usefixtures("english")]
URL = "/office/service-index/list/"


def test_pages_join_and_only_readers_open_dossiers(monkeypatch, fresh_database, settings, tmp_path):
    settings.SEALS_FILE = tmp_path / "seals.log"
    monkeypatch.setattr(service_index_list, "PAGE", 2)
    with clock.clock_set(MORNING), scope_use(SYSTEM):
        commune = commune_at_work()
        codes = sorted(dossier_accepted(commune) for _n in range(3))
    with clock.clock_set(MORNING + timedelta(hours=6)), scope_use(SYSTEM):
        cases_follow()
        leader = client_for(commune.leader)
        query = {"indicator": "2.1", "side": "counted"}
        first = leader.get(URL, query)
        rest = leader.get(first.context["next_url"])
        shown = [row["dossier"].code for page in (first, rest) for row in page.context["rows"]]
        assert shown == codes
        assert rest.context["next_url"] == ""
        assert (
            "Nothing is counted here"
            in leader.get(URL, {**query, "side": "missing"}).content.decode()
        )
        finance = client_for(actor_make(role=Role.FINANCE, unit=commune.unit))
        rows = finance.get(URL, query).context["rows"]
        assert [row["open"] for row in rows] == [True, True], "no board, but dossiers"
        viewer = client_for(actor_make(role=Role.VIEWER, unit=commune.unit))
        page = viewer.get(URL, query)
        assert [row["open"] for row in page.context["rows"]] == [False, False]
        text = page.content.decode()
        assert codes[0] in text
        assert commune.offering.version.name in text, "what the dossier is about"
        assert f"/office/dossiers/{codes[0]}/" not in text
        assert f"/office/dossiers/{codes[0]}/" in first.content.decode()


@pytest.mark.django_db
@pytest.mark.usefixtures("system_scope")
def test_a_list_says_to_when_it_is_counted_as_the_number_does():
    """On a province's first day and after the month today is not left out, in a commune never."""
    commune = commune_at_work().unit
    province = unit_get(commune.parent_id)
    first = MORNING.date().replace(day=1)
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    period = Period(first, last)
    told = {}
    for day in (first, first + timedelta(days=1), last, last + timedelta(days=1)):
        at = MORNING.replace(month=day.month, day=day.day)
        for unit in (commune, province):
            with clock.clock_set(at):
                client = client_for(actor_make(role=Role.VIEWER, unit=unit))
                number = index_of(unit.id, period).without_today
                page = client.get(URL, {"from": f"{first}", "to": f"{last}"})
            assert page.context["without_today"] is number, (day, unit)
            assert ("counted up to midnight" in page.content.decode()) is number
            told[day, unit.id] = number
    assert [key for key, said in told.items() if said] == [
        (first + timedelta(days=1), province.id),
        (last, province.id),
    ]
