"""A paper of certified copies is corrected on a page of its own; its history stands below."""

from __future__ import annotations

import pytest
from tests.builders.certified import CARD, DIPLOMA, batch_checked, batch_taken, certifying_commune
from tests.builders.identity import client_for
from tests.office.certified import HOME, certifying

from motcua.certification.queries import batch_get
from motcua.dossiers.services import dossier_collect_fee
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
__all__ = ["certifying"]
SENT = {"name": "Bằng", "pages": "4", "copies": "3", "reason": "Đếm nhầm", "version": "1"}


@pytest.fixture
def code(certifying):
    with scope_use(SYSTEM):
        return batch_taken(certifying, DIPLOMA, CARD)


def url(code, position=1):
    return f"{HOME}batches/{code}/rows/{position}/"


def test_a_paper_is_corrected_from_the_batch_and_its_history_stands_there(certifying, code):
    browser = client_for(certifying.specialist)
    page = browser.get(f"{HOME}batches/{code}/").content.decode()
    assert url(code) in page
    assert "What was corrected" not in page
    page = browser.get(url(code)).content.decode()
    assert DIPLOMA.name in page
    page = browser.post(url(code), SENT, follow=True).content.decode()
    assert "The paper is corrected." in page
    assert "What was corrected" in page
    assert f"<del>{DIPLOMA.name}</del>" in page
    assert "2 → 4" in page
    assert "Đếm nhầm" in page


def test_what_was_paid_too_much_points_to_the_refund(certifying, code):
    with scope_use(SYSTEM):
        dossier_collect_fee(actor=certifying.counter, code=code)
    browser = client_for(certifying.specialist)
    sent = SENT | {"pages": "2", "copies": "1"}
    page = browser.post(url(code), sent, follow=True).content.decode()
    assert "Ask the finance officer for a refund." in page
    assert "Too much was paid" in page
    over = browser.post(url(code), SENT | {"copies": "9", "version": "2"})
    assert over.status_code == 422
    assert "more than was paid" in over.content.decode()


def test_what_is_wrong_is_said_and_what_was_typed_stays(certifying, code):
    browser = client_for(certifying.specialist)
    answer = browser.post(url(code), SENT | {"reason": "", "pages": "x"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Say what was wrong." in page
    assert "Enter a whole number from 1 to 999." in page
    assert 'value="Bằng"' in page


def test_the_second_of_two_reads_what_it_says_now_and_goes_on(certifying, code):
    browser = client_for(certifying.specialist)
    browser.post(url(code), SENT)
    late = browser.post(url(code), SENT | {"name": "Bằng thạc sĩ"})
    page = late.content.decode()
    assert late.status_code == 422
    assert "Somebody has corrected this paper meanwhile." in page
    assert 'name="version" value="2"' in page
    assert 'value="Bằng thạc sĩ"' in page
    again = browser.post(url(code), SENT | {"name": "Bằng thạc sĩ", "version": "2"})
    assert again.status_code == 302
    with scope_use(SYSTEM):
        assert batch_get(code).rows[0].name == "Bằng thạc sĩ"


def test_others_are_told_and_strangers_see_nothing(certifying, code):
    counter = client_for(certifying.counter)
    page = counter.get(url(code)).content.decode()
    assert "This paper cannot be corrected now" in page
    assert "<textarea" not in page
    assert counter.post(url(code), SENT).status_code == 422
    assert url(code) not in counter.get(f"{HOME}batches/{code}/").content.decode()
    with scope_use(SYSTEM):
        assert not batch_get(code).changes
        other = certifying_commune(name="Phong Quang")
        passed = batch_checked(certifying, DIPLOMA)
    assert client_for(other.specialist).get(url(code)).status_code == 404
    browser = client_for(certifying.specialist)
    assert browser.get(url(code, 9)).status_code == 404
    assert "have it sent back first" in browser.get(url(passed)).content.decode()
