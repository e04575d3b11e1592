"""Accounts of the units that somebody administers."""

from __future__ import annotations

import pytest
from tests.builders.identity import account_make, actor_make, client_for
from tests.builders.organisations import commune_make
from tests.office.acting import text

from motcua.identity.queries import account_find
from motcua.identity.types import Role
from motcua.kernel.models import OutboxMessage
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
URL = "/office/accounts/"


@pytest.fixture
def admin(commune):
    with scope_use(SYSTEM):
        return actor_make(role=Role.TECHNICAL_ADMIN, unit=commune.unit)


def test_own_people_and_those_without_posting_are_found_and_nobody_elses(commune, admin):
    with scope_use(SYSTEM):
        stranger = actor_make(role=Role.COUNTER, unit=commune_make(name="Xa"))
        fresh = account_make(full_name="Mới Toanh")
    page = text(client_for(admin).get(URL))
    assert commune.counter.name in page
    assert fresh.full_name in page
    assert stranger.username not in page
    found = text(client_for(admin).get(URL, {"q": commune.counter.username}))
    assert commune.counter.name in found
    assert commune.leader.username not in found
    assert "No account of your units fits" in text(client_for(admin).get(URL, {"q": "zzz"}))


def test_a_new_account_is_made_and_has_no_right(admin):
    data = {"full_name": "Người Mới", "username": "nguoi.moi", "password": "bon tu de nho lam"}
    page = text(client_for(admin).post(URL, data, follow=True))
    assert "Open a posting: it gives rights" in page
    assert "No posting yet" in page
    assert account_find("nguoi.moi") is not None


def test_wrong_words_are_named_at_their_fields(admin):
    data = {"full_name": "", "username": "A B", "password": "123"}
    answer = client_for(admin).post(URL, data)
    assert answer.status_code == 422
    assert 'href="#id_full_name"' in text(answer)
    answer = client_for(admin).post(URL, data | {"full_name": "Tên"})
    assert 'href="#id_username"' in text(answer)
    assert 'href="#id_password"' in text(answer)


def test_parked_messages_stand_on_the_page(admin):
    with scope_use(SYSTEM):
        OutboxMessage.objects.create(topic="t", subject="s", data={}, parked_reason="TimeoutError")
    assert "motcua outbox" in text(client_for(admin).get(URL))


def test_nobody_else_comes_in(commune):
    for actor in (commune.counter, commune.leader, commune.director):
        assert client_for(actor).get(URL).status_code == 404
