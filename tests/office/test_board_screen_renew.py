"""One press lets the link of a wall screen hold for its whole life again."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.builders.dossiers import at, commune_at_work
from tests.builders.identity import client_for
from tests.builders.walls import wall_made

from motcua.reception.services import wall_revoke

pytestmark = pytest.mark.usefixtures("system_scope")


@pytest.fixture(autouse=True)
def _english(settings):
    settings.DEFAULT_LANGUAGE = "en"


@pytest.fixture
def commune():
    with at():
        return commune_at_work()


def press(actor, device_id, hours):
    with at(hours):
        answer = client_for(actor).post(f"/office/board/screens/{device_id}/renew/", follow=True)
    return answer.content.decode().replace("\u00a0", " ")


def test_a_link_that_is_over_goes_on(commune):
    with at():
        made = wall_made(commune.unit)
    late = 24 * 181
    with at(late):
        assert Client().get(f"/office/tv/{made.token}/").status_code == 410
    assert "The link holds until 6 Sep 2027." in press(commune.leader, made.device.id, late)
    with at(late):
        assert Client().get(f"/office/tv/{made.token}/").status_code == 200


def test_what_was_taken_back_stays_so(commune):
    with at():
        made = wall_made(commune.unit)
        wall_revoke(actor=commune.leader, device_id=made.device.id)
    assert "This link was taken back. Make a new one." in press(commune.leader, made.device.id, 1)
