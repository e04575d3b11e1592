"""Who answers: read by all, kept by the province."""

from __future__ import annotations

import pytest
from tests.builders.identity import actor_make, client_for
from tests.builders.oversight import (
    watch_at_work,
)

from motcua.identity.types import Role
from motcua.oversight.queries.ways import addressees_of, routes_of

pytestmark = [pytest.mark.usefixtures("system_scope"), pytest.mark.usefixtures("english")]
URL = "/office/difficulties/"


@pytest.fixture
def watch():
    with watch_at_work() as made:
        yield made


def test_who_answers_is_read_by_all_and_kept_by_the_province(watch):
    url = f"{URL}who-answers/"
    data = {
        "act": "addressee", "addressee-kind": "ministry", "addressee-name": "Bộ Mẫu",
        "addressee-limit": "5 ngày", "addressee-source": "CV 1",
    }  # fmt: skip
    assert "Add somebody who answers" not in client_for(watch.officer).get(url).content.decode()
    good = data | {"addressee-limit": "5wd"}
    for stranger in (watch.officer, actor_make(role=Role.CONTROLLER, unit=watch.first)):
        answer = client_for(stranger).post(url, good, follow=True)
        assert "Only whoever keeps the register" in answer.content.decode()
    assert len(addressees_of(watch.province.id)) == 1
    keeper = client_for(watch.keeper)
    wrong = keeper.post(url, data)
    assert wrong.status_code == 422
    assert "Bộ Mẫu" in wrong.content.decode()
    keeper.post(url, good)
    known = addressees_of(watch.province.id)
    assert {one.name for one in known} >= {"Bộ Mẫu"}
    ministry = next(one for one in known if one.name == "Bộ Mẫu")
    keeper.post(
        url, {"act": "route", "route-addressee_id": ministry.id, "route-group": "institution"}
    )
    assert len(routes_of(watch.province.id)) == 2
    keeper.post(url, {"act": "end_addressee", "id": ministry.id})
    keeper.post(url, {"act": "end_addressee", "id": "x"})
    assert len(routes_of(watch.province.id)) == 1
