"""The second step of the sign-in: refused in plain words, throttled, and never skipped."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from tests.builders.factors import code_now, factor_make
from tests.builders.identity import PASSWORD, account_make, actor_make, posting_make
from tests.builders.organisations import unit_make

from motcua.identity.models import Account
from motcua.identity.rules import SAMPLE_PASSWORD
from motcua.identity.types import Role
from motcua.kernel import clock
from motcua.kernel.clock import clock_set

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
SIGN_IN, CODE, PROFILE = "/office/sign-in/", "/office/sign-in/code/", "/office/profile/"


@pytest.fixture
def officer(db):
    actor = actor_make(unit=unit_make())
    actor_codes = factor_make(actor)
    object.__setattr__(actor, "recovery", actor_codes)
    return actor


def password(client, actor, goal=PROFILE):
    data = {"username": actor.username, "password": PASSWORD, "next": goal}
    return client.post(SIGN_IN, data)


def signed_in(client):
    return "_auth_user_id" in client.session


def test_password_and_code_lead_to_the_page_asked_for(officer):
    client = Client()
    assert password(client, officer)["Location"] == CODE
    assert not signed_in(client)
    assert client.get(PROFILE).status_code == 302
    assert "no-store" in client.get(CODE)["Cache-Control"]
    assert client.post(CODE, {"code": code_now(officer)})["Location"] == PROFILE
    assert client.get(PROFILE).status_code == 200


@pytest.mark.parametrize("typed", ["", "000000", "abc", "9" * 60, "\x00", "１２３４５６"])
def test_a_wrong_code_is_refused_and_nobody_is_in(officer, typed):
    client = Client()
    password(client, officer)
    answer = client.post(CODE, {"code": typed})
    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert not signed_in(client)


def test_a_code_used_once_opens_nothing_a_second_time(officer):
    code = code_now(officer)
    first, thief = Client(), Client()
    for client in (first, thief):
        password(client, officer)
    assert first.post(CODE, {"code": code}).status_code == 302
    refused = thief.post(CODE, {"code": code})
    assert refused.status_code == 422
    assert "used already" in refused.content.decode()


def test_a_recovery_code_opens_once(officer):
    for status in (302, 422):
        client = Client()
        password(client, officer)
        assert client.post(CODE, {"code": officer.recovery[3]}).status_code == status


def test_too_many_wrong_codes_are_told_and_even_the_right_one_waits(officer):
    client = Client()
    password(client, officer)
    for _ in range(6):
        assert client.post(CODE, {"code": "000000"}).status_code == 422
    answer = client.post(CODE, {"code": code_now(officer)})
    assert answer.status_code == 429
    assert "try again in 15 minutes" in answer.content.decode()
    assert not signed_in(client)


def test_without_the_password_there_is_no_second_step(officer):
    client = Client()
    assert client.get(CODE)["Location"] == SIGN_IN
    assert client.post(CODE, {"code": code_now(officer)})["Location"] == SIGN_IN
    assert not signed_in(client)


def test_the_second_step_ends_after_five_minutes_or_with_the_password(officer):
    late, changed = Client(), Client()
    for client in (late, changed):
        password(client, officer)
    with clock_set(clock.now() + timedelta(minutes=5, seconds=1)):
        assert late.post(CODE, {"code": code_now(officer)})["Location"] == SIGN_IN
    account = Account.objects.get(pk=officer.account_id)
    account.set_password("mat-khau-khac-han")
    account.save()
    assert changed.post(CODE, {"code": code_now(officer)})["Location"] == SIGN_IN
    assert not signed_in(late)
    assert not signed_in(changed)


def test_another_sites_page_is_no_goal(officer, settings):
    settings.LOGIN_REDIRECT_URL = "office:profile"
    client = Client()
    password(client, officer, goal="https://elsewhere.example/")
    assert client.post(CODE, {"code": code_now(officer)})["Location"] == PROFILE


def test_an_account_closed_for_idleness_is_told_what_to_do_by_the_right_password_only():
    account = account_make(is_active=False, closed_idle=True)
    posting_make(account=account, unit=unit_make())
    right = password(Client(), account).content.decode()
    assert "nobody had signed in" in right
    assert "Ask the administrator of your unit" in right
    wrong = Client().post(SIGN_IN, {"username": account.username, "password": "x"})
    assert "nobody had signed in" not in wrong.content.decode()


def test_the_demo_says_the_code_of_its_sample_account_and_nobody_elses(settings, officer):
    settings.DEMO = True
    sample = account_make(is_sample=True, password=SAMPLE_PASSWORD)
    actor = actor_make(account=sample, unit=unit_make(), role=Role.VIEWER)
    factor_make(actor)
    client = Client()
    page = client.get(SIGN_IN).content.decode()
    assert "asks for a code as well" in page
    client.post(SIGN_IN, {"username": sample.username, "password": SAMPLE_PASSWORD})
    shown = client.get(CODE)
    assert shown.context["demo_code"] in shown.content.decode()
    assert client.post(CODE, {"code": shown.context["demo_code"]}).status_code == 302
    other = Client()
    password(other, officer)
    assert other.get(CODE).context["demo_code"] == ""
