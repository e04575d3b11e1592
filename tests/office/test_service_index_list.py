"""The codes behind an indicator: by pages, dossiers open for whoever may read them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.builders.dossiers import MORNING, commune_at_work, dossier_accepted
from tests.builders.identity import actor_make, client_for

from motcua.identity.types import Role
from motcua.indicators.services import cases_follow
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.office.views import service_index_list

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
        shown = [key for page in (first, rest) for key, _url in page.context["rows"]]
        assert shown == codes
        assert rest.context["next_url"] == ""
        assert (
            "Nothing is counted here"
            in leader.get(URL, {**query, "side": "missing"}).content.decode()
        )
        viewer = client_for(actor_make(role=Role.VIEWER, unit=commune.unit))
        assert [url for _key, url in viewer.get(URL, query).context["rows"]] == ["", ""]
