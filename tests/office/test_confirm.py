"""Sensitive pages ask for password and code again when they were given a while ago."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.builders.factors import code_now, factor_make
from tests.builders.identity import PASSWORD, actor_make, client_for
from tests.builders.organisations import unit_make

from motcua.identity.types import Role
from motcua.kernel import clock
from motcua.kernel.clock import clock_set

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
HERE, ACCOUNTS, PROFILE = "/office/confirm/", "/office/accounts/", "/office/profile/"
NEW = {"full_name": "Mới", "username": "moi.nguoi", "password": "bon-tu-ghep-lai"}


@pytest.fixture
def admin(db):
    return actor_make(role=Role.TECHNICAL_ADMIN, unit=unit_make())


def test_it_is_asked_for_after_a_quarter_of_an_hour_and_leads_back(admin):
    client, now = client_for(admin), clock.now()
    assert client.get(ACCOUNTS).status_code == 200
    with clock_set(now + timedelta(minutes=16)):
        asked = client.get(f"{ACCOUNTS}?q=an")
        assert asked["Location"] == f"{HERE}?next=/office/accounts/%3Fq%3Dan"
        assert client.get(PROFILE).status_code == 200  # other pages stay open
        assert client.get(asked["Location"]).status_code == 200
        data = {"next": f"{ACCOUNTS}?q=an", "password": PASSWORD}
        assert client.post(HERE, data)["Location"] == f"{ACCOUNTS}?q=an"
        assert client.get(ACCOUNTS).status_code == 200


def test_what_was_begun_in_time_may_be_sent_a_little_later(admin):
    client, now = client_for(admin), clock.now()
    with clock_set(now + timedelta(minutes=20)):
        assert client.post(ACCOUNTS, NEW)["Location"].startswith("/office/accounts/")
    with clock_set(now + timedelta(minutes=29)):
        client.get(PROFILE)  # the session itself is in use
    with clock_set(now + timedelta(minutes=31)):
        late = client.post(ACCOUNTS, NEW | {"username": "moi.nua"}, follow=True)
        assert late.redirect_chain[0][0].startswith(HERE)
        assert "Nothing was changed yet" in late.content.decode()


def test_a_wrong_password_or_code_is_refused(admin):
    factor_make(admin)
    client = client_for(admin)
    code = code_now(admin)
    for data, field in (
        ({}, "password"),
        ({"password": "wrong", "code": code}, "password"),
        ({"password": PASSWORD}, "code"),
        ({"password": PASSWORD, "code": "000000"}, "code"),
    ):
        answer = client.post(HERE, data)
        assert answer.status_code == 422
        assert answer.context["form"].errors[field]
    good = {"password": PASSWORD, "code": code, "next": "https://elsewhere.example/"}
    assert client.post(HERE, good)["Location"] == "/office/"


def test_codes_are_throttled_here_too(admin):
    factor_make(admin)
    client = client_for(admin)
    for _ in range(6):
        client.post(HERE, {"password": PASSWORD, "code": "000000"})
    spent = client.post(HERE, {"password": PASSWORD, "code": code_now(admin)})
    assert spent.status_code == 429


def test_passwords_are_throttled_as_at_sign_in(admin, settings):
    settings.AXES_ENABLED = True
    settings.AXES_FAILURE_LIMIT = 3
    client = client_for(admin)
    for _ in range(3):
        last = client.post(HERE, {"password": "wrong"})
    assert last.status_code == 429
    assert "Too many attempts" in last.content.decode()
