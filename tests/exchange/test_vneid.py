"""Sign-in over HTTP with a real OpenID Connect provider: the truth is taken, each lie is refused."""

from __future__ import annotations

import base64
import json
import re
from datetime import timedelta

import pytest
import requests
from django.conf import settings
from django.db import connection
from django.test import Client
from tests.builders.simulators import consent, fault, leave, sign_in

from motcua.citizens.models import IdentityReview, Person, Relation, Session, SignInAttempt
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = pytest.mark.django_db


def persons() -> int:
    with scope_use(SYSTEM):
        return Person.objects.count()


def signed_in(client: Client) -> bool:
    return settings.CITIZEN_COOKIE_NAME in client.cookies and client.get("/my/").status_code == 200


def test_a_person_signs_in_and_goes_on_to_the_page_asked_for(national_sign_in):
    client = Client()
    answer = sign_in(client, "mau1", goal="/my/?x=1", level=2)
    assert (answer.status_code, answer.url) == (302, "/my/?x=1")
    cookie = answer.cookies[settings.CITIZEN_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    html = client.get("/my/").content.decode()
    assert "Nguyễn Thị Mẫu 1" in html
    with scope_use(SYSTEM):
        person = Person.objects.get()
        assert (person.technical_id, person.id_number) == ("mau-0001", "000190000001")
        assert (person.birth_date.isoformat(), person.sex, person.assurance) == (
            "1992-03-12",
            "female",
            2,
        )
        assert Session.objects.get().provider_sub == "mau-0001"


def test_what_is_sent_along_is_fresh_and_proves_the_browser(national_sign_in):
    first, second = (leave(Client()) for _ in range(2))
    for name in ("state", "nonce", "code_challenge"):
        values = [re.search(rf"[?&]{name}=([^&]+)", url)[1] for url in (first, second)]
        assert values[0] != values[1]
        assert min(map(len, values)) >= 43
    assert "code_challenge_method=S256" in first
    assert "acr_values=LoA1" in first


def test_the_second_sign_in_is_the_same_person(national_sign_in):
    sign_in(Client(), "mau1")
    sign_in(Client(), "mau1")
    assert persons() == 1


def test_a_person_without_e_mail_is_as_welcome(national_sign_in):
    client = Client()
    assert sign_in(client, "mau4").url == "/my/"
    with scope_use(SYSTEM):
        assert Person.objects.get().email == ""


@pytest.mark.parametrize(
    "lie",
    [
        "wrong_nonce",
        "wrong_signature",
        "no_signature",
        "wrong_issuer",
        "wrong_audience",
        "expired",
        "other_subject",
        "missing_claims",
    ],
)
def test_a_lie_signs_nobody_in(national_sign_in, lie):
    client = Client()
    back = consent(leave(client, goal="/my/"), "mau1")
    fault(national_sign_in, lie)
    answer = client.get(back)
    assert answer.status_code == 502
    assert "<h1>" in answer.content.decode()
    assert not signed_in(client)
    assert persons() == 0


def test_the_same_number_with_another_technical_id_goes_to_review(national_sign_in):
    sign_in(Client(), "mau1")
    client = Client()
    back = consent(leave(client), "mau1")
    fault(national_sign_in, "other_technical_id")
    assert client.get(back).status_code == 409
    assert not signed_in(client)
    with scope_use(SYSTEM):
        assert Person.objects.get().technical_id == "mau-0001"
        case = IdentityReview.objects.get()
        assert (case.technical_id, case.reason) == ("mau-0001-other", "other_technical_id")


def test_an_answer_is_good_once_and_in_its_own_browser_only(national_sign_in):
    client, thief = Client(), Client()
    back = consent(leave(client), "mau1")
    leave(thief)
    assert thief.get(back).status_code == 409
    assert not signed_in(thief)
    other = consent(leave(client), "mau1")
    assert client.get(other).status_code == 302
    assert Client().get(other).status_code == 409
    assert client.get(other).status_code == 409


def test_an_answer_after_ten_minutes_is_too_late(national_sign_in):
    client = Client()
    back = consent(leave(client), "mau1")
    SignInAttempt.objects.update(created_at=clock.now() - timedelta(minutes=11))
    assert client.get(back).status_code == 409


def test_a_code_without_its_verifier_is_worth_nothing(national_sign_in):
    client = Client()
    back = consent(leave(client), "mau1")
    SignInAttempt.objects.update(verifier="x" * 60)
    assert client.get(back).status_code == 502
    assert not signed_in(client)


def test_who_stops_at_the_provider_is_told_so_kindly(national_sign_in):
    client = Client()
    answer = client.get(consent(leave(client), "mau1", action="cancel"))
    assert answer.status_code == 200
    assert not signed_in(client)


def test_a_level_too_low_is_shown_the_ways_that_remain(national_sign_in):
    client = Client()
    answer = sign_in(client, "mau3", goal="/procedures/", level=2)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert 'href="/units/"' in html
    assert 'href="/procedures/"' in html
    assert signed_in(client)


def test_the_level_is_that_of_this_sign_in(national_sign_in):
    sign_in(Client(), "mau3")
    with scope_use(SYSTEM):
        assert Session.objects.get().assurance == 1


def test_an_organisations_account_acts_for_the_organisation_alone(national_sign_in):
    client = Client()
    sign_in(client, "congty1")
    html = client.get("/my/").content.decode()
    assert "Công ty TNHH Mẫu 1" in html
    assert "Trần Văn Mẫu 2" in html
    with scope_use(SYSTEM):
        relation = Relation.objects.get()
        assert relation.person.technical_id is None
        assert relation.subject.id_number == "0000000001"
        Relation.objects.update(state="revoked")
    assert client.get("/my/").status_code == 302


@pytest.mark.parametrize("mode", ["down", "slow"])
def test_while_the_provider_fails_people_are_told_and_can_go_on_reading(
    national_sign_in, settings, mode
):
    already = Client()
    sign_in(already, "mau1")
    waiting = Client()
    back = consent(leave(waiting), "mau7")
    settings.SOCIALACCOUNT_REQUESTS_TIMEOUT = 0.2
    fault(national_sign_in, mode, seconds=0.6)
    answer = waiting.get(back)
    assert answer.status_code == 503
    assert 'href="/units/"' in answer.content.decode()
    from motcua.citizens import providers
    from motcua.exchange.vneid import VNeID

    providers.provider_register(VNeID())  # a process that never spoke to it yet
    answer = Client().post("/sign-in/", {"next": "/my/"})
    assert answer.status_code == 503
    assert Client().get("/").status_code == 200
    assert already.get("/my/").status_code == 200
    assert Client().get("/sign-out/").status_code == 200


def test_the_adapters_register_when_the_application_starts():
    from django.apps import apps

    from motcua.exchange.apps import ExchangeConfig

    assert type(apps.get_app_config("exchange")) is ExchangeConfig


def test_no_table_of_allauth_is_made(db):
    names = connection.introspection.table_names()
    assert not [name for name in names if name.startswith(("account_", "socialaccount_"))]


# --- signing out ----------------------------------------------------------------------------
def test_signing_out_at_the_provider_ends_the_sittings_of_that_person(national_sign_in, real_clock):
    one, other = Client(), Client()
    sign_in(one, "mau1")
    sign_in(other, "mau2")
    token = logout_token_of(national_sign_in, "mau-0001")
    assert Client().post("/sign-in/ended/", {"logout_token": token}).status_code == 200
    assert one.get("/my/").status_code == 302
    assert other.get("/my/").status_code == 200
    sign_in(one, "mau1")
    assert Client().post("/sign-in/ended/", {"logout_token": token}).status_code == 200
    assert one.get("/my/").status_code == 200, "the same token again ends nothing"


@pytest.mark.parametrize(
    "over",
    [
        {"aud": "somebody-else"},
        {"iss": "https://other.example"},
        {"exp": 1_000_000_000},
        {"events": {}},
        {"nonce": "n"},
    ],
    ids=lambda over: next(iter(over)),
)
def test_a_bad_logout_token_ends_nothing(national_sign_in, over):
    client = Client()
    sign_in(client, "mau1")
    token = logout_token_of(national_sign_in, "mau-0001", **over)
    answer = Client().post("/sign-in/ended/", {"logout_token": token})
    assert answer.status_code == 400
    assert client.get("/my/").status_code == 200


def test_a_forged_logout_token_ends_nothing(national_sign_in):
    client = Client()
    sign_in(client, "mau1")
    head, body, signature = logout_token_of(national_sign_in, "mau-0002").split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))
    forged = base64.urlsafe_b64encode(json.dumps({**claims, "sub": "mau-0001"}).encode())
    token = ".".join([head, forged.decode().rstrip("="), signature])
    assert Client().post("/sign-in/ended/", {"logout_token": token}).status_code == 400
    assert Client().post("/sign-in/ended/", {"logout_token": "x"}).status_code == 400
    assert Client().post("/sign-in/ended/").status_code == 400
    assert client.get("/my/").status_code == 200


def logout_token_of(simulators: str, sub: str, **over) -> str:
    """Ask the simulator for a logout token instead of letting it send one."""
    answer = requests.post(
        f"{simulators}/identity/logout-token", json={"sub": sub, **over}, timeout=5
    )
    return answer.json()["logout_token"]
