"""Giving cash back on the day it was taken: who may, until when, and what remains of it."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, dossier_registered
from tests.builders.identity import actor_make, client_for
from tests.office.acting import dossier_url, events, get, guarded, post, seen, text

from motcua.identity.types import Role
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.payments.queries import tills_of
from motcua.payments.services import till_hand_over

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
WORDS = "Taken for the wrong dossier"


@pytest.fixture
def code(commune):
    with scope_use(SYSTEM), at():
        code = dossier_registered(commune)
    post(commune.counter, dossier_url(code, "fee"), version=1, method="cash")
    return code


def url(code):
    return dossier_url(code, "fee/reversal")


def test_cash_goes_back_today_the_receipt_is_void_and_the_fee_is_owed_again(commune, code):
    page = text(get(commune.counter, url(code)))
    assert "8,000" in page
    assert "marked as void" in page
    assert url(code) in text(get(commune.counter, dossier_url(code)))
    after = text(post(commune.counter, url(code), version=seen(code).version, reason=WORDS))
    assert "Void: given back" in after
    assert WORDS in after
    dossier = seen(code)
    assert dossier.unpaid_vnd == 8_000
    last = dossier.timeline[-1]
    assert (last.type, last.account_id) == ("fee_refunded", commune.counter.account_id)
    assert last.data["receipt"].endswith("000001")
    assert url(code) not in after


def test_a_reason_is_asked_for(commune, code):
    answer = post(commune.counter, url(code), version=seen(code).version, reason="")
    assert answer.status_code == 422
    assert "fee_refunded" not in events(code)


def test_the_next_day_it_takes_a_refund_and_the_page_says_so(commune, code):
    answer = get(commune.counter, url(code), hours=26)
    assert answer.status_code == 302
    page = post(commune.counter, url(code), hours=26, version=seen(code).version, reason=WORDS)
    assert page.status_code == 409
    assert "same day only" in text(page)
    assert WORDS in text(page)
    assert "fee_refunded" not in events(code)
    told = client_page(commune.counter, url(code), 26)
    assert "same day only" in told


def client_page(actor, where, hours):
    with at(hours):
        return text(client_for(actor).get(where, follow=True))


def test_a_colleague_does_not_give_back_what_another_till_took(commune, code):
    with scope_use(SYSTEM):
        colleague = actor_make(role=Role.COUNTER, unit=commune.unit)
    assert "Only the colleague who took" in client_page(colleague, url(code), 2)
    answer = post(colleague, url(code), version=seen(code).version, reason=WORDS)
    assert answer.status_code == 422
    assert "fee_refunded" not in events(code)


def test_what_was_handed_over_does_not_go_back_at_the_counter(commune, code):
    with scope_use(SYSTEM), at(2.5):
        till = tills_of(clock.today())[0]
        till_hand_over(
            actor=commune.counter, unit_id=till.unit_id, day=till.day, handed_vnd=till.left_vnd
        )
    assert "handed over already" in client_page(commune.counter, url(code), 3)


def test_nothing_paid_nothing_back(commune):
    with scope_use(SYSTEM), at():
        code = dossier_registered(commune)
    assert "Nothing was taken in cash" in client_page(commune.counter, url(code), 2)


def test_others_may_not(commune, code):
    guarded(commune, url(code), wrong=commune.clerk)
