"""One paper of a batch is refused; the others go on."""

from __future__ import annotations

import pytest
from tests.builders.certified import CARD, DIPLOMA, batch_taken
from tests.builders.identity import actor_make, client_for
from tests.office.certified import HOME, certifying

from motcua.certification.queries import batch_get
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.services import dossier_collect_fee
from motcua.identity.types import Role
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.office.money import receipts_shown
from motcua.payments.services import refund_request

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
__all__ = ["certifying"]


def refuse(actor, code, **data):
    answer = client_for(actor).post(f"{HOME}batches/{code}/refuse/", data, follow=True)
    return answer.status_code, answer.content.decode()


def test_a_refusal_lowers_the_fee_and_says_what_was_paid_too_much(certifying):
    with scope_use(SYSTEM):
        code = batch_taken(certifying, DIPLOMA, CARD)
        dossier_collect_fee(actor=certifying.counter, code=code)
    _status, page = refuse(certifying.specialist, code, row="1", ground="altered", note="Sửa năm")
    assert "The paper is refused." in page
    assert "was paid too much" in page
    assert "Erased, corrected" in page
    with scope_use(SYSTEM):
        assert [row.state for row in batch_get(code).rows] == ["refused", "waiting"]


def test_a_refund_that_was_asked_for_ends_the_notice(certifying):
    with scope_use(SYSTEM):
        code = batch_taken(certifying, DIPLOMA, CARD)
        dossier_collect_fee(actor=certifying.counter, code=code)
        finance = actor_make(role=Role.FINANCE, unit=certifying.unit)
    refuse(certifying.specialist, code, row="1", ground="altered")
    browser = client_for(certifying.specialist)
    page = browser.get(f"{HOME}batches/{code}/").content.decode()
    assert "Too much was paid" in page
    with scope_use(SYSTEM):
        order = receipts_shown(dossier_get(code).id)[0].order_code
        refund_request(actor=finance, order_code=order, reason="Giấy bị từ chối", amount_vnd=12_000)
    page = browser.get(f"{HOME}batches/{code}/").content.decode()
    assert "Too much was paid" not in page


@pytest.mark.parametrize(("row", "ground"), [("", "altered"), ("9", "altered"), ("1", "odd")])
def test_a_wrong_choice_is_told_and_nothing_changes(certifying, row, ground):
    with scope_use(SYSTEM):
        code = batch_taken(certifying, DIPLOMA, CARD)
    status, page = refuse(certifying.specialist, code, row=row, ground=ground)
    assert status == 200
    assert "The paper is refused." not in page
    with scope_use(SYSTEM):
        assert {row.state for row in batch_get(code).rows} == {"waiting"}


def test_the_last_paper_is_not_refused_but_the_dossier_stopped(certifying):
    with scope_use(SYSTEM):
        code = batch_taken(certifying, CARD)
    assert "Stop the dossier" in refuse(certifying.specialist, code, row="1", ground="secret")[1]
    assert refuse(certifying.specialist, "H19.45-260910-0001", row="1", ground="secret")[0] == 404
