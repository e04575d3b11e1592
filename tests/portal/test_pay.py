"""Paying from home: the order's page, the platform and back, the receipts; another's is not there."""

from __future__ import annotations

from html import unescape
from urllib.parse import urlsplit

import pytest
from django.test import Client

from motcua.identity.types import Action, Role
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.payments import queries, services
from motcua.payments.rules.vietqr import qr_part
from motcua.payments.types import Method, OrderState
from tests.builders.citizens import citizen_make, client_of
from tests.builders.organisations import commune_make
from tests.builders.payments import account_make, order_make, platform  # noqa: F401 - fixture
from tests.builders.simulators import simulators  # noqa: F401 - fixture

pytestmark = pytest.mark.usefixtures("db", "english")


@pytest.fixture
def english(client):
    client.cookies["motcua_language"] = "en"


@pytest.fixture
def unit():
    with scope_use(SYSTEM):
        unit = commune_make()
    account_make(unit)
    return unit


@pytest.fixture
def citizen():
    return citizen_make()


@pytest.fixture
def order(unit, citizen):
    return order_make(unit, persons=[citizen.subject_id])


@pytest.fixture
def browser(citizen):
    browser = client_of(citizen)
    browser.cookies["motcua_language"] = "en"
    return browser


def url(order, rest=""):
    return f"/my/payments/{order.code}/{rest}"


def text(answer):
    assert answer.status_code == 200, answer.status_code
    return " ".join(unescape(answer.content.decode()).split())


def state(order):
    with scope_use(SYSTEM):
        return queries.order_get(order.code).state


def bank_tells(order):
    with scope_use(SYSTEM):
        row = services.StatementRow(f"FT{order.code}", clock.now(), order.amount_vnd, order.code)
        services.statement_import(unit_id=order.unit_id, rows=[row])


def test_amount_basis_and_ways_are_told_before_anything_is_begun(browser, order):
    page = text(browser.get(url(order)))
    for said in ("Pay 8,000", "281/2016/TT-BTC", "Pay by transfer", "At the counter"):
        assert said in page
    assert "Pay on the platform" not in page  # this installation has none
    assert state(order) is OrderState.PENDING


def test_a_transfer_shows_code_and_account_and_waits_for_the_bank(browser, order):
    assert browser.post(url(order), {"action": "transfer"}).status_code == 302
    page = text(browser.get(url(order)))
    assert "0011012345678" in page
    assert order.code in page
    assert "<svg" in page
    checked = text(browser.post(url(order), {"action": "check"}, follow=True))
    assert "has not told us" in checked
    bank_tells(order)
    paid = text(browser.get(url(order)))
    assert "It is paid" in paid
    assert "000001" in paid
    receipt = browser.get(url(order, "receipt/"))
    assert receipt.content.startswith(b"%PDF")
    assert receipt["Content-Type"] == "application/pdf"


def test_the_code_says_what_the_page_says(order):
    with scope_use(SYSTEM):
        account = queries.account_of(order.unit_id)
    qr = queries.transfer_qr(account, reference=order.code, amount_vnd=order.amount_vnd)
    assert (qr_part(qr, "54"), qr_part(qr, "62", "08")) == ("8000", order.code)


def test_another_way_may_be_chosen_and_nothing_is_begun_twice(browser, order):
    browser.post(url(order), {"action": "transfer"})
    browser.post(url(order), {"action": "transfer"})
    with scope_use(SYSTEM):
        assert queries.order_get(order.code).attempt.reference == f"{order.code}-1"
    browser.post(url(order), {"action": "other"})
    assert "How do you want to pay" in text(browser.get(url(order)))


def test_the_platform_and_back(browser, order, platform):  # noqa: F811
    away = browser.post(url(order), {"action": "platform"})
    assert away.status_code == 302
    assert away.url.startswith(f"{platform.url}/payments/pay/")
    assert "not finished" in text(browser.get(url(order)))
    still = text(browser.get(url(order, "back/")))
    assert "still being checked" in still
    assert 'hx-trigger="every 4s"' in still
    with scope_use(SYSTEM):
        attempt = queries.order_get(order.code).attempt
        from motcua.payments.models import PaymentAttempt

        PaymentAttempt.objects.update(asked_at=None)
    back = urlsplit(platform.end(attempt))
    assert back.path == url(order, "back/")
    for _reload in range(2):
        assert "It is paid" in text(browser.get(f"{back.path}?{back.query}"))
    assert browser.post(url(order), {"action": "platform"}).url == url(order)  # told, not begun


@pytest.mark.parametrize(("end", "says"), [("fail", "did not succeed"), ("cancel", "called the")])
def test_a_payment_that_failed_is_told_and_may_be_tried_again(
    browser, order, platform, end, says  # noqa: F811
):
    browser.post(url(order), {"action": "platform"})
    with scope_use(SYSTEM):
        attempt = queries.order_get(order.code).attempt
    platform.end(attempt, end)
    page = text(browser.get(url(order, "back/")))
    assert "Nothing was paid" in page
    assert says in page
    assert browser.post(url(order), {"action": "platform"}).url.startswith("http")


def test_a_platform_that_is_down_leaves_the_transfer(browser, order, platform):  # noqa: F811
    platform.fault("down")
    told = text(browser.post(url(order), {"action": "platform"}, follow=True))
    assert "does not answer" in told
    assert "Pay by transfer" in told


def test_a_genuine_call_back_is_taken_and_a_forged_one_is_not(browser, order, platform, client):  # noqa: F811
    platform.fault("forge")
    browser.post(url(order), {"action": "platform"})
    with scope_use(SYSTEM):
        attempt = queries.order_get(order.code).attempt
    platform.end(attempt)
    true, forged = platform.called(2)
    for call, status in [(forged, 401), (true, 204), (true, 204)]:
        answer = client.post(
            call.path,
            data=call.body,
            content_type="application/json",
            headers={k: v for k, v in call.headers.items() if k.startswith("X-")},
        )
        assert answer.status_code == status
    assert state(order) is OrderState.PAYING  # only a reason to ask
    assert services.attempts_poll() == 1
    assert state(order) is OrderState.PAID
    assert client.post("/pay/notify/", data=b"x" * 20_000, content_type="x/y").status_code == 413
    assert client.get("/pay/notify/").status_code == 405


def test_another_person_s_order_is_not_there(order, client):
    stranger = client_of(citizen_make())
    for rest in ("", "back/", "receipt/"):
        assert stranger.get(url(order, rest)).status_code == 404
    assert stranger.post(url(order), {"action": "transfer"}).status_code == 404
    assert client.get(url(order)).status_code in {302, 404}
    assert "No payments yet" in text(english_of(stranger).get("/my/payments/"))


def english_of(browser):
    browser.cookies["motcua_language"] = "en"
    return browser


def test_nonsense_is_not_there(browser, order):
    assert browser.post(url(order), {"action": "gold"}).status_code == 404
    assert browser.get("/my/payments/..%2Fx/").status_code == 404
    assert browser.get("/my/payments/?after=ễ").status_code == 200


def test_my_payments_show_what_is_owed_and_the_receipts(browser, order, unit, citizen):
    paid = order_make(unit, persons=[citizen.subject_id], amount_vnd=50_000)
    bank_tells(paid)
    page = text(browser.get("/my/payments/"))
    assert "50,000" in page
    assert "Receipt (PDF)" in page
    assert "Pay now" in page


def test_a_held_order_says_not_to_pay_again(browser, order):
    with scope_use(SYSTEM):
        row = services.StatementRow("FT1", clock.now(), 1_000, order.code)
        services.statement_import(unit_id=order.unit_id, rows=[row])
    page = text(browser.get(url(order)))
    assert "Please do not pay again" in page
    assert "Pay by transfer" not in page


def test_anybody_may_check_a_receipt_and_sees_the_name_in_part(order, unit):
    visitor = english_of(Client())
    with scope_use(SYSTEM):
        from tests.builders.identity import actor_make

        counter = actor_make(role=Role.COUNTER, unit=unit)
        posting = counter.posting_for(Action.DOSSIER_FEE, unit.id)
        receipt = services.cash_take(order=order, posting=posting, method=Method.CASH)
    page = text(visitor.get(f"/verify/receipt/{receipt.code}/"))
    assert receipt.number in page
    assert "N. V. M." in page
    assert "Nguyễn Văn Mẫu" not in page
    typed = visitor.get("/verify/receipt/", {"code": receipt.code.lower()})
    assert typed.url == f"/verify/receipt/{receipt.code}/"
    assert visitor.get("/verify/receipt/").status_code == 200
    for _try in range(30):
        assert visitor.get("/verify/receipt/AAAA/").status_code == 404
    assert visitor.get("/verify/receipt/AAAA/").status_code == 429
