"""Preparing a browser: numbers, a secret, the procedures; nothing about anybody."""

from __future__ import annotations

import json

import pytest
from tests.builders.dossiers import at, dossier_registered
from tests.builders.identity import client_for
from tests.office.offlinework import ms, prepared, tell

from motcua.kernel.scope import SYSTEM, scope_use
from motcua.reception.models import InterimBook

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def client(commune):
    with at():
        yield client_for(commune.counter)


def test_a_browser_gets_numbers_a_secret_and_the_procedures(commune, client):
    given = prepared(client, commune)
    book, pack = given["book"], given["pack"]
    assert (book["prefix"], book["numbers"], book["offset"]) == ("T260910-01-", 200, 0)
    assert book["ends"] - book["issued"] == 12 * 3600 * 1000
    [procedure] = pack["procedures"]
    assert procedure["code"] == commune.offering.code
    assert procedure["limit"] == "3 ngày làm việc"
    assert len(procedure["components"]) == len(commune.offering.version.components)
    assert pack["heading"]["name"] == commune.centre.full_name


def test_the_pack_holds_nothing_about_anybody(commune, client):
    with scope_use(SYSTEM):
        dossier_registered(commune)
    pack = json.dumps(prepared(client, commune)["pack"], ensure_ascii=False)
    assert "Nguyễn Văn Mẫu" not in pack
    assert "019090000001" not in pack


def test_the_offset_of_a_wrong_clock_is_measured(commune, client):
    assert prepared(client, commune, device_now=ms(1))["book"]["offset"] == -3600 * 1000


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"device": "x"}, {"device_now": "soon"}, {"device_now": True}, {"unit": None}],
)
def test_what_is_wrong_is_said_and_no_number_is_given(commune, client, wrong):
    asked = {"unit": commune.centre.id, "device": "0" * 32, "name": "Quầy", "device_now": ms(0)}
    answer = tell(client, "book", {**asked, **wrong})
    assert answer.status_code in {404, 422}
    assert answer.json()["message"]
    with scope_use(SYSTEM):
        assert not InterimBook.objects.exists()


def test_another_units_numbers_are_not_given(commune, client):
    answer = tell(client, "book", {"unit": commune.office.id, "device": "0" * 32})
    assert answer.status_code == 404
