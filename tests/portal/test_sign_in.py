"""The sign-in page: what it is, what if one cannot; what was typed survives the sitting's end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings as configured
from django.test import Client

from motcua.citizens.models import KeptForm
from motcua.citizens.services import form_keep
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from tests.builders.citizens import citizen_make, client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider(monkeypatch):
    from motcua.citizens import providers

    class Sample:
        name = "VNeID"

    monkeypatch.setattr(providers, "_registered", [Sample()])


def test_it_says_what_happens_and_that_the_counter_stays_open(provider):
    html = Client(headers={"cookie": "motcua_language=en"}).get("/sign-in/").content.decode()
    assert "VNeID" in html
    assert 'href="/units/"' in html
    assert html.count("<h1") == 1
    assert 'action="/sign-in/"' in html


def test_without_a_provider_there_is_no_button_but_the_other_ways():
    html = Client().get("/sign-in/").content.decode()
    assert 'name="level"' not in html
    assert 'href="/units/"' in html
    assert Client().post("/sign-in/").status_code == 200


@pytest.mark.parametrize("away", ["https://evil.example/", "//evil.example", "javascript:1", "x"])
def test_the_way_on_never_leaves_this_site(provider, away):
    html = Client().get("/sign-in/", {"next": away}).content.decode()
    form = html[html.index('action="/sign-in/"') :]
    assert 'name="next"' not in form[: form.index("</form>")]


def test_who_is_signed_in_goes_straight_on_unless_the_level_is_too_low(provider):
    client = client_of(citizen_make(assurance=1))
    assert client.get("/sign-in/?next=/procedures/").url == "/procedures/"
    assert client.get("/sign-in/?next=/procedures/&level=2").status_code == 200


def ended(client: Client) -> timedelta:
    return timedelta(seconds=configured.CITIZEN_SESSION_IDLE_SECONDS + 1)


def test_a_form_sent_after_the_sittings_end_is_kept_for_the_same_person():
    citizen = citizen_make()
    client = client_of(citizen)
    client.get("/my/")
    typed = {"name": "Mẫu", "many": ["a", "b"]}
    with clock.clock_set(clock.now() + ended(client)):
        answer = client.post("/sign-in/resume/", typed)
        assert answer.url == "/sign-in/?next=/sign-in/resume/&ended=1&kept=1"
        for who, there in ((citizen_make(), False), (citizen, True)):
            again = client_of(who)
            again.cookies["motcua_kept"] = client.cookies["motcua_kept"].value
            page = again.get("/sign-in/resume/")
            html = page.content.decode()
            assert ('name="many" value="b"' in html) == there
            assert page.status_code == (200 if there else 302)


def test_what_was_kept_is_gone_after_an_hour():
    citizen = citizen_make()
    client = client_of(citizen)
    with scope_use(SYSTEM):
        from motcua.citizens.models import Session

        secret = form_keep(
            session_id=Session.objects.get().pk, path="/file/x/", fields={"a": ["1"]}
        )
        KeptForm.objects.update(created_at=clock.now() - timedelta(minutes=61))
    client.cookies["motcua_kept"] = secret
    assert client.get("/sign-in/resume/").status_code == 302


def test_a_form_that_is_too_large_is_not_kept():
    client_of(citizen_make())
    with scope_use(SYSTEM):
        from motcua.citizens.models import Session

        fields = {"a": ["x" * 200_001]}
        assert form_keep(session_id=Session.objects.get().pk, path="/", fields=fields) == ""


def test_a_get_after_the_end_leads_back_to_the_page():
    client = client_of(citizen_make())
    with clock.clock_set(clock.now() + ended(client)):
        assert client.get("/my/?a=1").url == "/sign-in/?next=/my/%3Fa%3D1&ended=1"
