"""Deny by default, sign-in, sessions that end, tokens, language."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.http import HttpResponse, JsonResponse
from django.test import Client
from django.urls import include, path
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from tests.builders.identity import account_make, actor_make, actor_of, client_for, posting_make
from tests.builders.organisations import commune_make, province_make, unit_make

from motcua.identity import services
from motcua.identity.access import SignInNeeded, actor_required, public, requires
from motcua.identity.models import Account, Session
from motcua.identity.types import Action, Role
from motcua.kernel.clock import clock_set
from motcua.kernel.errors import Forbidden
from motcua.kernel.scope import scope_current

NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)


def told(request):
    actor = request.actor
    return JsonResponse(
        {
            "who": actor and actor.username,
            "scope": request.scope.setting,
            "in_force": scope_current().setting,
            "language": get_language(),
        }
    )


def unmarked(request):
    return HttpResponse("never")


@public
def open_page(request):
    return told(request)


@requires(Action.DOSSIER_INTAKE)
def intake(request):
    return told(request)


@requires(Action.OFFICE_ENTER)
def office(request):
    return told(request)


@public
@requires(Action.ACCOUNT_ADMIN)
def marked_twice(request):
    return told(request)


@csrf_exempt
@public
def machine(request):
    try:
        return JsonResponse({"who": actor_required(request, Action.DOSSIER_INTAKE).username})
    except (SignInNeeded, Forbidden) as refusal:
        return JsonResponse({"code": refusal.code}, status=refusal.status)


foreign = ([path("inside/", unmarked)], "foreign")
urlpatterns = [
    path("unmarked/", unmarked),
    path("third-party/", include(foreign)),
    path("open/", open_page),
    path("intake/", intake),
    path("home/", office),
    path("twice/", marked_twice),
    path("machine/", machine),
    path("", include("motcua.config.urls")),
]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture(autouse=True)
def _clock():
    with clock_set(NOW):
        yield


def signed_in(**over):
    return client_for(actor_make(**{"unit": unit_make(), **over}))


@pytest.mark.parametrize("address", ["/unmarked/", "/third-party/inside/"])
@pytest.mark.parametrize("role", [None, Role.TECHNICAL_ADMIN, Role.LEADER])
def test_a_view_without_a_mark_does_not_exist(address, role):
    client = signed_in(role=role) if role else Client()
    assert client.get(address).status_code == 404


def test_two_marks_mean_the_stricter():
    assert Client().get("/twice/").status_code == 302
    assert signed_in(role=Role.COUNTER).get("/twice/").status_code == 404
    assert signed_in(role=Role.TECHNICAL_ADMIN).get("/twice/").status_code == 200


def test_nobody_is_sent_to_sign_in_and_back():
    answer = Client().get("/intake/?code=H58.1&step=2")
    assert answer.status_code == 302
    assert answer["Location"] == "/office/sign-in/?next=/intake/%3Fcode%3DH58.1%26step%3D2"


def test_who_may_not_sees_nothing():
    assert signed_in(role=Role.LEADER).get("/intake/").status_code == 404
    assert signed_in(role=Role.COUNTER).get("/intake/").status_code == 200


def test_the_view_runs_under_the_scope_of_who_asks():
    commune = commune_make()
    actor = actor_make(role=Role.COUNTER, unit=commune)
    answer = client_for(actor).get("/intake/").json()
    assert answer["who"] == actor.username
    assert answer["scope"] == answer["in_force"] == actor.scope.setting != ""
    admin = signed_in(role=Role.TECHNICAL_ADMIN, unit=commune).get("/home/").json()
    assert admin["scope"] == admin["in_force"] == ""
    assert Client().get("/open/").json()["in_force"] == ""


def test_a_fragment_leaves_the_whole_page_for_sign_in():
    answer = Client().get(
        "/intake/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/work/?q=1"}
    )
    assert answer.status_code == 204
    assert answer["HX-Redirect"] == "/office/sign-in/?next=/work/%3Fq%3D1"


@pytest.mark.parametrize("referer", ["https://elsewhere.example/x", "javascript:alert(1)", ""])
def test_a_post_never_returns_to_another_site(referer):
    answer = Client().post("/intake/", headers={"Referer": referer})
    assert answer["Location"] == "/office/sign-in/?next="


def statements(captured):
    """What was asked of the tables: without savepoints and the setting of the scope."""
    asked = [query["sql"] for query in captured.captured_queries]
    return [sql for sql in asked if "SAVEPOINT" not in sql and "set_config" not in sql]


def test_three_statements_find_out_who_asks(django_assert_max_num_queries):
    province = province_make()
    commune_make(province=province)
    account = account_make()
    for role in Role:
        posting_make(account=account, unit=province, role=role)
    client = client_for(actor_of(account))
    with django_assert_max_num_queries(9) as captured:
        client.get("/home/")
    assert ["identity_session" in sql for sql in statements(captured)] == [True, False, False]
    assert all(sql.lstrip().startswith("SELECT") for sql in statements(captured))


def test_nobody_costs_no_statement(django_assert_max_num_queries):
    with django_assert_max_num_queries(9) as captured:
        Client().get("/open/")
    assert statements(captured) == []


# --- the ends of a session ------------------------------------------------------------------


def test_one_second_after_the_end_session_and_token_are_refused():
    end = NOW + timedelta(minutes=10)
    actor = actor_make(unit=unit_make(), valid_to=end)
    client = client_for(actor)
    secret = services.token_issue(
        actor=actor,
        posting_id=actor.postings[0].id,
        name="kiosk",
        actions=[Action.DOSSIER_INTAKE],
        expires_at=NOW + timedelta(days=9),
    ).secret
    bearer = {"Authorization": f"Bearer {secret}"}
    with clock_set(end - timedelta(seconds=1)):
        assert client.get("/intake/").status_code == 200
        assert Client(headers=bearer).get("/intake/").status_code == 200
    with clock_set(end + timedelta(seconds=1)):
        answer = client.get("/intake/")
        assert answer.status_code == 302
        assert answer["Location"].endswith("&ended=1")
        assert Client(headers=bearer).get("/intake/").status_code == 401
    assert not Session.objects.filter(account_id=actor.account_id).exists()


def test_a_posting_ended_now_is_gone_at_the_next_request():
    account = account_make()
    counter = posting_make(account=account, unit=unit_make(), role=Role.COUNTER)
    posting_make(account=account, unit=unit_make(), role=Role.CLERK)
    client = client_for(actor_of(account))
    assert client.get("/intake/").status_code == 200
    services.posting_end(actor=None, posting_id=counter.pk)
    assert client.get("/intake/").status_code == 404
    assert client.get("/home/").status_code == 200


def test_a_deactivated_account_is_out_at_the_next_request():
    actor = actor_make(unit=unit_make())
    client = client_for(actor)
    Account.objects.filter(pk=actor.account_id).update(is_active=False)
    assert client.get("/home/").status_code == 302
    assert client.get("/open/").json()["who"] is None


def test_an_unused_session_ends_and_a_used_one_slides():
    client = signed_in()
    for minutes in (29, 58, 87):
        with clock_set(NOW + timedelta(minutes=minutes)):
            assert client.get("/home/").status_code == 200
    with clock_set(NOW + timedelta(minutes=87 + 30)):
        assert client.get("/home/").status_code == 302


def test_a_session_ends_after_ten_hours_however_used():
    client = signed_in()
    for minutes in range(20, 600, 20):
        with clock_set(NOW + timedelta(minutes=minutes)):
            assert client.get("/home/").status_code == 200
    with clock_set(NOW + timedelta(hours=10)):
        assert client.get("/home/").status_code == 302


def test_a_session_is_written_once_a_minute_at_most(django_assert_max_num_queries):
    client = signed_in()
    written = []
    for seconds in (59, 60, 119, 120):
        with clock_set(NOW + timedelta(seconds=seconds)):
            with django_assert_max_num_queries(12) as captured:
                client.get("/home/")
            written.append(any("UPDATE" in sql for sql in statements(captured)))
    assert written == [False, True, False, True]


# --- tokens -----------------------------------------------------------------------------------


def test_a_token_acts_and_a_session_beside_it_does_not():
    actor = actor_make(unit=unit_make())
    secret = services.token_issue(
        actor=actor,
        posting_id=actor.postings[0].id,
        name="kiosk",
        actions=[Action.DOSSIER_INTAKE],
        expires_at=NOW + timedelta(days=9),
    ).secret
    assert Client(headers={"Authorization": f"Bearer {secret}"}).post("/machine/").json() == {
        "who": actor.username
    }
    client = client_for(actor)
    answer = client.get("/home/", headers={"Authorization": "Bearer wrong"})
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"
    assert Client().post("/machine/").json() == {"code": "sign_in_needed"}
    leader = signed_in(role=Role.LEADER)
    assert leader.post("/machine/").json() == {"code": "not_allowed"}


# --- language -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cookie", "language"), [(None, "vi"), ("id", "id"), ("en", "en"), ("xx", "vi")]
)
def test_the_language_is_the_choice_or_the_default(cookie, language):
    client = Client(headers={"Accept-Language": "en"})
    if cookie:
        client.cookies["motcua_language"] = cookie
    answer = client.get("/open/")
    assert answer.json()["language"] == language
    assert answer["Content-Language"] == language
