"""The citizens' realm: who is let in, what the wall shows, and that officials are elsewhere."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory
from tests.builders.citizens import acting_for, citizen_make, client_of
from tests.builders.identity import actor_make, client_for

from motcua.citizens.access import citizen_only, loa_met
from motcua.citizens.middleware import CitizenMiddleware
from motcua.citizens.models import Person, Relation
from motcua.kernel import clock
from motcua.kernel.scope import NOTHING, SYSTEM, scope_use

pytestmark = pytest.mark.django_db


@citizen_only
def view(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{request.citizen.person_id} for {request.citizen.subject_id}")


def ask(client, view=view):
    """Send a request with the client's cookies through the middleware alone."""
    request = RequestFactory().get("/my/")
    request.COOKIES = {name: morsel.value for name, morsel in client.cookies.items()}
    middleware = CitizenMiddleware(lambda _request: HttpResponse())
    middleware(request)
    request.scope = NOTHING
    return request, middleware.process_view(request, view, (), {})


def test_a_citizen_is_known_and_sees_own_rows_only():
    citizen, other = citizen_make(), citizen_make()
    request, answer = ask(client_of(citizen))
    assert answer is None
    assert request.citizen == citizen
    with scope_use(request.scope):
        assert list(Person.objects.values_list("pk", flat=True)) == [citizen.person_id]
        assert Person.objects.filter(pk=other.person_id).update(name="x") == 0
        assert Person.objects.filter(pk=citizen.person_id).update(assurance=9) == 0


def test_acting_for_another_shows_the_other_and_keeps_apart_who_acts():
    citizen, child = citizen_make(), citizen_make(technical_id=None)
    acting = acting_for(citizen, child)
    request, _ = ask(client_of(acting))
    assert (request.citizen.person_id, request.citizen.subject_id) == (
        citizen.person_id,
        child.person_id,
    )
    assert request.scope.setting == f"persons:{{{child.person_id}}}"


@pytest.mark.parametrize("spoilt", ["state", "valid_to"])
def test_a_relation_that_ended_leaves_the_person_alone(spoilt):
    acting = acting_for(citizen_make(), citizen_make())
    client = client_of(acting)
    over = {"state": "revoked"} if spoilt == "state" else {"valid_to": clock.today() - timedelta(1)}
    with scope_use(SYSTEM):
        Relation.objects.filter(pk=acting.relation_id).update(**over)
    request, _ = ask(client)
    assert request.citizen.subject_id == acting.person_id


def test_nobody_and_officials_are_led_to_the_sign_in_page(settings):
    settings.CITIZEN_LOGIN_URL = "/sign-in/"
    _, answer = ask(client_for(actor_make()))
    assert answer.url == "/sign-in/?next=/my/"


def test_an_idle_session_says_that_it_ended(settings):
    settings.CITIZEN_LOGIN_URL = "/sign-in/"
    client = client_of(citizen_make())
    with clock.clock_set(clock.now() + timedelta(seconds=settings.CITIZEN_SESSION_IDLE_SECONDS)):
        _, answer = ask(client)
    assert answer.url == "/sign-in/?next=/my/&ended=1"


def test_the_mark_itself_lets_nobody_in():
    with pytest.raises(Http404):
        view(RequestFactory().get("/my/"))


def test_a_citizens_cookie_means_nothing_in_the_office():
    client = client_of(citizen_make())
    assert settings.CITIZEN_COOKIE_NAME in client.cookies
    answer = client.get("/office/profile/")
    assert answer.status_code == 302
    assert answer.url.startswith("/office/sign-in/")


def test_the_level_is_compared():
    request, _ = ask(client_of(citizen_make(assurance=1)))
    assert loa_met(request, 1)
    assert not loa_met(request, 2)
    assert not loa_met(RequestFactory().get("/"), 1)
