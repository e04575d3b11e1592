"""The own second factor: set up with QR code and key, recovery codes once, roles that must."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from tests.builders.factors import code_of_key, factor_make, first_code
from tests.builders.identity import PASSWORD, account_make, actor_make, client_for, posting_make
from tests.builders.organisations import unit_make

from motcua.identity import services
from motcua.identity.factors import factor_has, factor_key
from motcua.identity.types import Role
from motcua.kernel import clock
from motcua.kernel.clock import clock_set

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english", "real_clock")]
HERE, PROFILE = "/office/second-factor/", "/office/profile/"


def sign_in(actor):
    client = Client()
    answer = client.post(
        "/office/sign-in/", {"username": actor.username, "password": PASSWORD, "next": PROFILE}
    )
    return client, answer


def test_it_is_set_up_and_the_codes_are_shown_this_once():
    actor = actor_make(unit=unit_make())
    client, elsewhere = client_for(actor), client_for(actor)
    assert "Set it up" in client.get(HERE).content.decode()
    assert client.post(HERE, {"act": "begin"})["Location"] == HERE
    page = client.get(HERE)
    key = factor_key(actor)
    assert key.text in page.content.decode()
    assert '<svg role="img"' in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    wrong = client.post(HERE, {"act": "confirm", "code": "000000"})
    assert wrong.status_code == 422
    assert "not the code that belongs to the key" in wrong.content.decode()
    assert key.text in wrong.content.decode()
    done = client.post(HERE, {"act": "confirm", "code": code_of_key(key.text)})
    assert len(done.context["codes"]) == 10
    assert all(code in done.content.decode() for code in done.context["codes"])
    again = client.get(HERE).content.decode()
    assert "10 recovery codes are left" in again
    assert done.context["codes"][0] not in again
    assert key.text not in again
    # Who was signed in elsewhere without the code is out.
    assert elsewhere.get(PROFILE).status_code == 302


def test_new_recovery_codes_and_removing_it():
    actor = actor_make(unit=unit_make())
    factor_make(actor)
    client = client_for(actor)
    assert len(client.post(HERE, {"act": "codes"}).context["codes"]) == 10
    page = client.post(HERE, {"act": "remove"}, follow=True).content.decode()
    assert "Your password alone opens" in page
    assert not factor_has(actor.account_id)
    refused = client.post(HERE, {"act": "remove"}, follow=True).content.decode()
    assert "no second factor" in refused
    assert client.post(HERE, {"act": "strange"})["Location"] == HERE
    refused = client.post(HERE, {"act": "confirm", "code": "123456"}, follow=True)
    assert "no key to confirm" in refused.content.decode()


def test_in_the_days_of_grace_the_page_is_shown_first_and_may_wait(settings):
    settings.SECOND_FACTOR = True
    leader = actor_make(role=Role.LEADER, unit=unit_make())
    client, answer = sign_in(leader)
    assert answer["Location"] == f"{HERE}?next=%2Foffice%2Fprofile%2F"
    page = client.get(answer["Location"]).content.decode()
    assert "Please set it up by" in page
    assert f'href="{PROFILE}"' in page
    assert client.get(PROFILE).status_code == 200
    with clock_set(clock.now() + timedelta(days=7, minutes=1)):
        late, answer = sign_in(leader)
        closed = late.get(PROFILE)
        assert closed["Location"].startswith(HERE)
        assert late.get("/office/board/")["Location"].startswith(HERE)
        page = late.get(HERE).content.decode()
        assert "No other page opens" in page
        assert "Not now" not in page
        late.post(HERE, {"act": "begin"})
        late.post(HERE, {"act": "confirm", "code": first_code(leader)})
        assert late.get(PROFILE).status_code == 200


@pytest.mark.parametrize("role", [Role.TECHNICAL_ADMIN, Role.BUSINESS_ADMIN])
def test_an_administrator_gets_nowhere_without_one(settings, role):
    settings.SECOND_FACTOR = True
    client, _answer = sign_in(actor_make(role=role, unit=unit_make()))
    assert client.get(PROFILE)["Location"].startswith(HERE)
    fragment = client.get(PROFILE, headers={"HX-Request": "true"})
    assert fragment["HX-Redirect"].startswith(HERE)
    assert client.post("/office/sign-out/").status_code == 302


def test_a_role_given_while_signed_in_is_asked_for_it_at_once(settings):
    settings.SECOND_FACTOR = True
    account, unit = account_make(), unit_make()
    actor = actor_make(account=account, unit=unit)
    client, _answer = sign_in(actor)
    assert client.get(PROFILE).status_code == 200
    posting_make(account=account, unit=unit, role=Role.TECHNICAL_ADMIN)
    assert client.get(PROFILE)["Location"].startswith(HERE)


def test_who_need_not_have_one_is_not_asked(settings):
    settings.SECOND_FACTOR = True
    client, answer = sign_in(actor_make(unit=unit_make()))
    assert answer["Location"] == PROFILE
    assert client.get(PROFILE).status_code == 200


def test_after_a_reset_the_page_says_by_whom_and_why(settings):
    settings.SECOND_FACTOR = True
    unit = unit_make()
    admin = actor_make(role=Role.TECHNICAL_ADMIN, unit=unit)
    leader = actor_make(role=Role.LEADER, unit=unit)
    factor_make(leader)
    services.factor_demand(account_id=leader.account_id, roles=[Role.LEADER])
    services.factor_reset(actor=admin, account_id=leader.account_id, reason="Gặp <b>tận mặt</b>")
    client, _answer = sign_in(leader)
    page = client.get(HERE).content.decode()
    assert "Your second factor was reset" in page
    assert admin.name in page
    assert "Gặp &lt;b&gt;tận mặt" in page
