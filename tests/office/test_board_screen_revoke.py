"""One press takes the link of a wall screen back."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.builders.dossiers import at, commune_at_work
from tests.builders.identity import client_for
from tests.builders.walls import wall_made
from tests.office.test_board import page_of

from motcua.reception.models import Device

pytestmark = pytest.mark.usefixtures("system_scope")


@pytest.fixture(autouse=True)
def _english(settings):
    settings.DEFAULT_LANGUAGE = "en"


@pytest.fixture
def commune():
    with at():
        return commune_at_work()


def press(actor, device_id, verb="revoke"):
    with at(1):
        return client_for(actor).post(f"/office/board/screens/{device_id}/{verb}/", follow=True)


def test_one_press_and_the_screen_is_dark(commune):
    with at():
        made = wall_made(commune.unit)
    page = press(commune.leader, made.device.id).content.decode()
    assert "The screen shows nothing any more." in page
    assert "taken back" in page
    assert commune.leader.name in page
    with at(1):
        assert Client().get(f"/office/tv/{made.token}/").status_code == 410
    assert f"/{made.device.id}/revoke/" not in page_of(commune.leader, "/office/board/screens/")[1]


def test_a_neighbour_takes_nothing_back(commune):
    with at():
        made, other = wall_made(commune.unit), commune_at_work()
    for verb in ("revoke", "renew"):
        assert press(other.leader, made.device.id, verb).status_code == 404
        assert press(commune.leader, 10**9, verb).status_code == 404
    assert Device.objects.get().revoked_at is None
