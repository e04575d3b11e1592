"""Signing in: what is let in, what is refused and in which words, where it leads."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from tests.builders.identity import PASSWORD, account_make, actor_make, client_for, posting_make
from tests.builders.organisations import unit_make

from motcua.identity.models import Session
from motcua.identity.rules import SAMPLE_PASSWORD
from motcua.identity.types import Role
from motcua.kernel import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_clock")]
SIGN_IN, PROFILE = "/office/sign-in/", "/office/profile/"


@pytest.fixture(autouse=True)
def _english(settings):
    settings.DEFAULT_LANGUAGE = "en"


def attempt(client, username, password=PASSWORD, goal=PROFILE):
    return client.post(SIGN_IN, {"username": username, "password": password, "next": goal})


def problems(answer):
    return [str(text) for text in answer.context["form"].non_field_errors()]


def test_a_good_password_leads_to_the_page_asked_for():
    actor = actor_make(unit=unit_make())
    client = Client()
    assert attempt(client, actor.username.upper())["Location"] == PROFILE
    assert client.get(PROFILE).status_code == 200


def test_the_first_page_speaks_in_whole_sentences(settings):
    settings.DEFAULT_LANGUAGE = "vi"
    assert "Dành cho cán bộ, công chức. Quý vị đăng nhập" in Client().get(SIGN_IN).content.decode()


def test_the_session_key_changes_at_sign_in():
    client = Client()
    session = client.session
    session["before"] = 1
    session.save()
    client.cookies["sessionid"] = session.session_key
    attempt(client, actor_make(unit=unit_make()).username)
    assert client.session.session_key != session.session_key
    assert not Session.objects.filter(session_key=session.session_key).exists()


def test_the_answer_does_not_tell_what_was_wrong():
    known = actor_make(unit=unit_make()).username
    closed = account_make(is_active=False)
    posting_make(account=closed, unit=unit_make())
    sample = account_make(is_sample=True)
    posting_make(account=sample, unit=unit_make())
    said = {
        str(problems(attempt(Client(), name, password)))
        for name, password in (
            (known, "wrong"),
            ("nobody.here", "wrong"),
            (closed.username, PASSWORD),
            (sample.username, PASSWORD),
        )
    }
    assert said == {"['User name and password do not match. Check both and try again.']"}


def test_the_name_typed_is_kept_and_the_password_is_not():
    page = attempt(Client(), "an.nguyen", "cua-toi-la-bi-mat").content.decode()
    assert 'value="an.nguyen"' in page
    assert "cua-toi-la-bi-mat" not in page


def test_without_a_posting_in_force_nobody_gets_in():
    account = account_make()
    posting_make(account=account, unit=unit_make(), valid_to=clock.now() - timedelta(seconds=1))
    posting_make(account=account, unit=unit_make(), valid_from=clock.now() + timedelta(days=1))
    client = Client()
    (text,) = problems(attempt(client, account.username))
    assert text.startswith("You have no posting in force")
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "goal",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "/\\elsewhere.example/",
        "http:///elsewhere.example",
        "javascript:alert(1)",
        "https:elsewhere.example",
        "\x01https://elsewhere.example",
    ],
)
def test_an_open_redirect_is_refused(goal, settings):
    settings.LOGIN_REDIRECT_URL = "office:profile"
    client = Client()
    assert attempt(client, actor_make(unit=unit_make()).username, goal=goal)["Location"] == PROFILE
    assert client.get(SIGN_IN, {"next": goal})["Location"] == PROFILE
    assert (
        "elsewhere" not in Client().get(SIGN_IN, {"next": goal}).content.decode().split("<main")[1]
    )


def test_whoever_is_signed_in_goes_on(settings):
    settings.LOGIN_REDIRECT_URL = "office:profile"
    assert client_for(actor_make(unit=unit_make())).get(SIGN_IN)["Location"] == PROFILE


def test_after_too_many_attempts_the_page_tells_how_long_to_wait(settings):
    settings.AXES_ENABLED = True
    settings.AXES_FAILURE_LIMIT = 3
    actor = actor_make(unit=unit_make())
    client = Client()
    for _ in range(2):
        assert attempt(client, actor.username, "wrong").status_code == 200
    locked = attempt(client, actor.username, "wrong")
    assert locked.status_code == 429
    assert problems(locked) == ["Too many attempts. Please try again in 15 minutes."]
    even_right = attempt(client, actor.username)
    assert even_right.status_code == 429
    assert problems(even_right)[0].startswith("Too many attempts.")
    assert "_auth_user_id" not in client.session
    assert attempt(client, actor_make(unit=unit_make()).username).status_code == 302


def test_the_lock_opens_by_itself(settings):
    settings.AXES_ENABLED = True
    settings.AXES_FAILURE_LIMIT = 1
    actor = actor_make(unit=unit_make())
    client = Client()
    assert attempt(client, actor.username, "wrong").status_code == 429
    from axes.models import AccessAttempt

    AccessAttempt.objects.update(attempt_time=clock.now() - timedelta(minutes=14, seconds=30))
    assert problems(attempt(client, actor.username)) == [
        "Too many attempts. Please try again in 1 minute."
    ]
    AccessAttempt.objects.update(attempt_time=clock.now() - timedelta(minutes=16))
    assert attempt(client, actor.username).status_code == 302


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"username": "x" * 5000, "password": "y"},
        {"username": "a\x00b", "password": "y"},
        {"username": "ệ" * 80, "password": "y" * 5000},
        {"username": "<script>", "password": ["a", "b"]},
    ],
)
def test_strange_input_is_answered_with_the_form(fields, settings):
    settings.AXES_ENABLED = True
    answer = Client().post(SIGN_IN, fields)
    assert answer.status_code == 200
    assert "<script>" not in answer.content.decode().split("<main")[1].split("</main")[0]


def test_a_form_of_another_site_is_refused():
    client = Client(enforce_csrf_checks=True)
    assert attempt(client, "an", "x").status_code == 403


def test_sample_accounts_are_shown_and_usable_in_the_demo_only(settings):
    account = account_make(is_sample=True, full_name="Trần Thị Mẫu", password=SAMPLE_PASSWORD)
    posting_make(account=account, unit=unit_make(), role=Role.CLERK)
    page = Client().get(SIGN_IN).content.decode()
    assert account.username not in page
    assert SAMPLE_PASSWORD not in page
    settings.DEMO = True
    page = Client().get(SIGN_IN).content.decode()
    assert account.username in page
    assert "Trần Thị Mẫu" in page
    client = Client()
    assert attempt(client, account.username, SAMPLE_PASSWORD).status_code == 302
    settings.DEMO = False
    assert client.get(PROFILE).status_code == 302


def test_the_page_is_never_kept_by_the_browser():
    assert "no-store" in Client().get(SIGN_IN)["Cache-Control"]


def test_an_ended_session_is_explained():
    page = Client().get(SIGN_IN, {"ended": "1"}).content.decode()
    assert "Your session has ended" in page
    assert "Your session has ended" not in Client().get(SIGN_IN).content.decode()
