"""The page behind the slip's QR code: everything a citizen needs, nothing of any person."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from motcua.dossiers import chain, services
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.services import tracking
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act
from tests.builders.dossiers import (
    MORNING,
    at,
    commune_at_work,
    dossier_at,
    dossier_registered,
    item_of,
    work_do,
)

pytestmark = pytest.mark.django_db
PERSON = ("Nguyễn Văn Mẫu", "Nguyen Van Mau", "019090000001", "0912 345 678", "0912345678")


@pytest.fixture
def commune():
    with scope_use(SYSTEM), at():
        return commune_at_work()


@pytest.fixture
def client():
    client = Client()
    client.cookies["motcua_language"] = "en"
    return client


def brought_to(commune, act, **over):
    with scope_use(SYSTEM), at():
        return dossier_at(commune, act, **over)


def address(code):
    return f"/t/{code}/{chain.tracking_token(code)}/"


def page(client, code, hours=1.0):
    with at(hours):
        answer = client.get(address(code))
    assert answer.status_code == 200
    html = answer.content.decode()
    assert not [one for one in PERSON if one in html]
    return html


def test_it_tells_status_step_holder_due_date_and_why(client, commune):
    code = brought_to(commune, Act.APPROVE)
    html = page(client, code)
    assert "The dossier is being worked on" in html
    assert "Step 4 of 6" in html
    assert "since Thursday 10" in html
    assert f"{commune.centre.full_name}, {commune.unit.full_name}" in html
    assert "The result is due" in html
    assert "Tuesday 15" in html  # three working days after Thursday morning
    assert "Not counted" in html  # the weekend between
    assert "The next step is" in html
    assert f'href="/procedures/{commune.offering.code}/"' in html


def test_before_acceptance_it_says_that_no_time_runs(client, commune):
    with scope_use(SYSTEM), at():
        code = dossier_registered(commune)
    html = page(client, code)
    assert "being checked" in html
    assert "The time limit starts when the office accepts the dossier" in html
    assert "The result is due" not in html


def test_an_overdue_dossier_is_called_overdue(client, commune):
    code = brought_to(commune, Act.APPROVE)
    html = page(client, code, hours=24 * 7)
    assert "This dossier is overdue" in html
    assert "The time limit has passed" in html
    assert "form 04" in html
    assert "The result is due" not in html


def test_a_requested_supplement_says_what_until_when_and_stops_the_clock(client, commune):
    code = brought_to(commune, Act.APPRAISE)
    with scope_use(SYSTEM), at(1):
        services.dossier_propose_supplement(
            actor=commune.specialist,
            code=code,
            items=("Bản chính Giấy chứng sinh",),
            reason="Bản nộp bị mờ",
            legal_basis="123/2015/NĐ-CP",
            deadline=(MORNING + timedelta(days=10)).date(),
        )
        services.dossier_approve_supplement(
            actor=commune.leader, code=code, version=dossier_get(code).version
        )
    html = page(client, code, hours=2)
    assert "Please hand in what is missing" in html
    assert "Bản chính Giấy chứng sinh" in html
    assert "Bản nộp bị mờ" in html
    assert "At the latest on Sunday 20" in html
    assert "The clock has been standing since" in html
    assert "with the slip." in html


def test_what_is_asked_for_before_acceptance_comes_with_the_request_for_there_is_no_slip(
    client, commune
):
    with scope_use(SYSTEM), at():
        code = dossier_registered(commune)
        services.dossier_request_supplement_at_intake(
            actor=commune.counter, code=code, items=["Giấy chứng sinh"], reason="Còn thiếu"
        )
    html = page(client, code)
    assert "with the request you received (form 02)." in html
    assert "with the slip" not in html


def test_a_fee_that_is_not_paid_is_asked_for(client, commune):
    assert "Please pay the fee of 8,000" in page(client, brought_to(commune, Act.APPROVE))


def test_a_finished_dossier_says_how_the_result_comes(client, commune):
    html = page(client, brought_to(commune, Act.RETURN))
    assert "The result is ready" in html
    assert "in time" in html
    assert "You collect it at" in html


def test_a_returned_dossier_is_closed(client, commune):
    code = brought_to(commune, Act.RETURN)
    with scope_use(SYSTEM), at(1):
        outcome = item_of(code, Act.RETURN).outcomes[0].code
        work_do(code, Act.RETURN, commune.counter, outcome, receiver_name="Nguyễn Văn Mẫu")
    html = page(client, code, hours=2)
    assert "The result has been handed over" in html
    assert "What happens next" not in html


@pytest.mark.parametrize("act", [Act.ASSIGN, Act.APPRAISE, Act.APPROVE, Act.ISSUE, Act.RETURN])
@pytest.mark.parametrize("language", ["vi", "id"])
def test_every_state_is_told_in_every_language(client, commune, act, language):
    client.cookies["motcua_language"] = language
    page(client, brought_to(commune, act))


def test_the_number_of_statements_does_not_depend_on_the_dossier(
    client, commune, django_assert_max_num_queries
):
    code = brought_to(commune, Act.RETURN)
    page(client, code)  # caches of the process
    with django_assert_max_num_queries(20), at(1):
        client.get(address(code))


def test_a_damaged_address_is_told_like_any_wrong_pair(client, commune):
    code = brought_to(commune, Act.ASSIGN)
    for path in (
        f"/t/{code}/{'a' * 26}/",
        f"/t/{code}/short/",
        "/t/%00/%00/",
        f"/t/{'x' * 200}/y/",
    ):
        answer = client.get(path)
        assert answer.status_code == 404
        assert "No dossier has this code" in answer.content.decode()


def test_the_short_security_code_is_never_taken_from_an_address(client, commune):
    code = brought_to(commune, Act.ASSIGN)
    assert client.get(f"/t/{code}/{chain.security_code(code)}/").status_code == 404


def test_guessing_addresses_is_stopped(client):
    codes = [
        client.get(f"/t/H19.54.37-260910-{number:04d}/{'a' * 26}/").status_code
        for number in range(tracking.PER_NETWORK + 2)
    ]
    assert codes[-2:] == [429, 429]
    assert set(codes[:-2]) == {404}


def test_an_unchanged_page_is_not_sent_twice_and_a_changed_one_is(client, commune):
    code = brought_to(commune, Act.ASSIGN)
    first = client.get(address(code))
    again = client.get(address(code), headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Cache-Control"] == "private, no-cache"
    with scope_use(SYSTEM), at(1.0):
        services.dossier_withdraw(actor=commune.counter, code=code, reason="Không cần nữa")
    changed = client.get(address(code), headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_it_is_kept_by_nobody_on_the_way_and_found_by_no_search_engine(client, commune):
    answer = client.get(address(brought_to(commune, Act.ASSIGN)))
    assert answer["Cache-Control"] == "private, no-cache"
    assert client.get("/t/H19.54.37-260910-0001/x/")["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer["X-Robots-Tag"]
    assert 'name="robots" content="noindex' in answer.content.decode()
    assert not answer.cookies
    assert clock.now()  # the clock is free again
