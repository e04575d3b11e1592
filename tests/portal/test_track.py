"""The form of tracking: what it tells, what it keeps to itself, when it stops answering."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from motcua.dossiers import chain
from motcua.dossiers.services import tracking
from motcua.kernel.scope import SYSTEM, scope_use
from tests.builders.dossiers import at, commune_at_work, dossier_accepted

pytestmark = pytest.mark.django_db
PERSON = ("Nguyễn Văn Mẫu", "019090000001", "0912 345 678", "0912345678")


@pytest.fixture
def code():
    with scope_use(SYSTEM), at():
        return dossier_accepted(commune_at_work())


@pytest.fixture
def client():
    client = Client()
    client.cookies["motcua_language"] = "en"
    return client


def ask(client, code, factor, address="203.0.113.5"):
    return client.post("/track/", {"code": code, "factor": factor}, REMOTE_ADDR=address)


def told(answer):
    """Return what a page says, without what the person typed."""
    html = answer.content.decode()
    return html[html.index("error-summary") : html.index("</ul>", html.index("error-summary"))]


def test_the_right_pair_leads_to_the_address_of_the_slip(client, code):
    answer = ask(client, code, chain.security_code(code))
    assert answer.status_code == 302
    assert answer["Location"] == f"/t/{code}/{chain.tracking_token(code)}/"


@pytest.mark.parametrize(
    "typed", [str.lower, lambda text: text.replace("-", " "), lambda text: f" {text} "]
)
def test_the_security_code_may_be_typed_carelessly(client, code, typed):
    assert ask(client, code.lower(), typed(chain.security_code(code))).status_code == 302


def test_a_wrong_code_and_a_wrong_factor_are_told_alike(client, code):
    wrong_factor = ask(client, code, "0000-0000")
    wrong_code = ask(client, "H19.54.37-260910-9999", "0000-0000")
    right_factor_of_another = ask(client, code, chain.security_code("H19.54.37-260910-9999"))
    assert wrong_factor.status_code == wrong_code.status_code == 404
    assert told(wrong_factor) == told(wrong_code) == told(right_factor_of_another)
    assert "No dossier has this code and this security code" in told(wrong_code)


def test_both_failures_cost_the_same_statements(client, code):
    statements = []
    for one in (code, "H19.54.37-260910-9999", code, "H19.54.37-260910-9999"):
        with CaptureQueriesContext(connection) as captured:
            ask(client, one, "0000-0000")
        statements.append([query["sql"].split("'")[0][:40] for query in captured])
    assert statements[0] == statements[1] == statements[2] == statements[3]


def test_what_was_typed_stays_in_the_form(client, code):
    html = ask(client, code, "").content.decode()
    assert f'value="{code}"' in html
    assert "Please type the security code" in html


def test_empty_fields_are_no_guess(client):
    for _ in range(tracking.PER_NETWORK + 5):
        assert ask(client, "", "").status_code == 422


def test_guessing_through_a_day_finds_nothing_and_is_stopped(client, code):
    prefix = code.rpartition("-")[0]
    answers = [
        ask(client, f"{prefix}-{number:04d}", "7K2M-9QX4", address=f"203.0.113.{number % 250}")
        for number in range(1, 100)
    ]
    codes = [answer.status_code for answer in answers]
    assert 302 not in codes
    assert codes[: tracking.PER_NETWORK] == [404] * tracking.PER_NETWORK
    assert set(codes[tracking.PER_NETWORK :]) == {429}
    last = answers[-1]
    assert "20 minutes" in last.content.decode()
    assert last["Retry-After"] == "1200"


def test_one_code_is_guessed_only_so_often_from_the_whole_world(client, code):
    codes = [
        ask(client, code, "0000-0000", address=f"198.51.{number}.9").status_code
        for number in range(tracking.PER_CODE + 3)
    ]
    assert codes == [404] * tracking.PER_CODE + [429] * 3
    assert ask(client, code, chain.security_code(code), address="192.0.2.1").status_code == 429


def test_neighbours_with_right_codes_never_use_up_the_budget(client, code):
    for _ in range(tracking.PER_NETWORK + 5):
        assert ask(client, code, chain.security_code(code)).status_code == 302


def test_the_neighbourhood_of_an_ipv6_address_is_one_budget(client):
    for number in range(tracking.PER_NETWORK):
        ask(client, f"H19.54.37-260910-{number:04d}", "x", address=f"2001:db8:1:2::{number:x}")
    assert ask(client, "H1", "x", address="2001:db8:1:ff::1").status_code == 429
    assert ask(client, "H1", "x", address="2001:db8:2::1").status_code == 404


def test_it_is_kept_by_nobody(client, code):
    answers = (
        client.get("/track/"),
        ask(client, code, "x"),
        ask(client, code, chain.security_code(code)),
    )
    for answer in answers:
        assert answer["Cache-Control"] == "no-store"
        assert "noindex" in answer["X-Robots-Tag"]
        assert answer["Referrer-Policy"] == "no-referrer"


def test_the_form_needs_no_cookie_and_puts_nothing_into_the_address(client):
    answer = Client(enforce_csrf_checks=True).get("/track/")
    assert not answer.cookies
    assert 'method="post"' in answer.content.decode()
    refused = Client(enforce_csrf_checks=True).post("/track/", {"code": "H1", "factor": "x"})
    assert refused.status_code == 404
    html = client.get("/track/?code=H1-TYPED&factor=0000-TYPED").content.decode()
    assert " value=" not in html[html.index('method="post" action="/track/"') :]


@pytest.mark.parametrize(
    "typed", ["\x00", "é" * 30, "<b>H19</b>", "'; DROP TABLE x; --", "h" * 900]
)
def test_nonsense_is_answered_calmly(client, typed):
    answer = ask(client, typed, typed)
    assert answer.status_code in {404, 422}
    assert "<b>H19" not in answer.content.decode()


def test_no_page_of_a_wrong_try_names_anybody(client, code):
    html = ask(client, code, "0000-0000").content.decode()
    assert not [one for one in PERSON if one in html]


def test_wrong_tries_by_page_and_by_api_count_together(client, code):
    tries = [
        lambda: ask(client, code, "0000-0000"),
        lambda: client.get(f"/t/{code}/{'a' * 26}/"),
        lambda: client.get(f"/api/v1/track/{code}", headers={"Security-Code": "0000-0000"}),
    ]
    codes = [tries[number % 3]().status_code for number in range(tracking.PER_CODE + 3)]
    assert codes == [404] * tracking.PER_CODE + [429] * 3
