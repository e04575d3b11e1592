"""Originals taken in at the counter: rows, the fee as it grows, what is wrong, twice is once."""

from __future__ import annotations

import pytest
from tests.builders.certified import flagged_make
from tests.builders.identity import client_for
from tests.builders.procedures import offering_make
from tests.office.certified import HOME, certifying, entry

from motcua.certification.models import Batch, Row
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
__all__ = ["certifying"]
NEW = HOME + "new/"


@pytest.fixture
def browser(certifying):
    return client_for(certifying.counter)


def post(browser, data):
    answer = browser.post(NEW, data)
    return answer, answer.content.decode()


def test_the_page_begins_with_one_row_and_no_error(browser):
    page = browser.get(NEW).content.decode()
    assert 'name="r0-name"' in page
    assert 'name="r1-name"' not in page
    assert "field-wrong" not in page


def test_enter_adds_a_row_and_the_fee_is_reckoned_by_the_server(browser, certifying):
    _answer, page = post(browser, entry(certifying, ("Bằng", 5, 2), action="next"))
    assert 'name="r1-name"' in page
    assert "14.000" in page or "14,000" in page
    _answer, page = post(browser, entry(certifying, ("Bằng", 5, 2), ("", "", ""), action="next"))
    assert 'name="r2-name"' not in page  # an empty row is followed by none


def test_a_scanned_card_is_read_by_the_same_key(browser, certifying):
    card = "019090000123|012345678|Trần Thị Thẻ|15031985|Nữ|Tổ 1, Bách Quang|01012022"
    data = entry(certifying, ("Bằng", 1, 1), action="next", **{"applicant-card": card})
    _answer, page = post(browser, data | {"applicant-name": ""})
    assert "Trần Thị Thẻ" in page
    assert 'name="r1-name"' not in page


def test_a_row_is_taken_out_and_the_others_move_up(browser, certifying):
    data = entry(certifying, ("Một", 1, 1), ("Hai", 2, 2), ("Ba", 3, 3), action="remove:1")
    _answer, page = post(browser, data)
    names = [page.split(f'name="r{nth}-name"')[1].split(">")[0] for nth in range(2)]
    assert [one.count(word) for one, word in zip(names, ("Một", "Ba"), strict=True)] == [1, 1]
    assert 'name="r2-name"' not in page


def test_a_batch_is_taken_in_once_and_its_page_follows(browser, certifying):
    data = entry(certifying, ("Bằng tốt nghiệp", 2, 3), ("", "", ""))
    answer, _page = post(browser, data)
    assert answer.status_code == 302
    again, _page = post(browser, data)
    assert again["Location"] == answer["Location"]
    with scope_use(SYSTEM):
        assert (Batch.objects.count(), Row.objects.get().fee_vnd) == (1, 12_000)


def test_a_paper_is_refused_at_the_counter(browser, certifying):
    rows = [("Bằng", 2, 1), ("Giấy tự viết", 1, 1)]
    answer, _page = post(browser, entry(certifying, *rows, **{"r1-ground": "private"}))
    assert answer.status_code == 302
    with scope_use(SYSTEM):
        assert [one.state for one in Row.objects.order_by("position")] == ["waiting", "refused"]
        assert Batch.objects.get().fee_vnd == 4_000


@pytest.mark.parametrize(
    ("rows", "more", "said"),
    [
        ([("", "", "")], {}, "Enter what the paper is called."),
        ([("Bằng", "x", 0)], {}, "Enter a whole number from 1 to 999."),
        ([("Bằng", 1, 1)], {"applicant-name": ""}, "Enter the full name."),
        ([("Bằng", 1, 1)], {"applicant-id_number": "12"}, "Enter the 12 digits"),
        ([("Bằng", 1, 1)], {"r0-ground": "private"}, "Every paper is refused"),
        ([("Bằng", 1, 1)], {"r0-issued_on": "31/02/2020"}, "There is no such day."),
        ([("Bằng", 1, 1)], {"r0-issued_on": "01/01/2030"}, "This day lies in the future."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_made(
    browser, certifying, rows, more, said
):
    answer, page = post(browser, entry(certifying, *rows, **more))
    assert answer.status_code == 422
    assert said in page
    with scope_use(SYSTEM):
        assert not Batch.objects.exists()


def test_a_unit_that_is_not_ones_own_is_not_offered(browser, certifying):
    data = entry(certifying, ("Bằng", 1, 1), unit="999999")
    assert browser.post(NEW, data).status_code == 404
    assert client_for(certifying.leader).get(NEW).status_code == 404


def test_with_several_procedures_one_is_chosen_first(browser, certifying):
    with scope_use(SYSTEM):
        version = flagged_make()
        roles = certifying.offering.roles_units
        offering_make(unit=certifying.unit, version=version, roles_units=roles)
    page = browser.get(NEW + "?ticket=1").content.decode()
    assert "Several procedures give certified copies" in page
    assert 'name="r0-name"' not in page
    assert f"?unit={certifying.unit.id}&amp;procedure=2.000815" in page
    there = f"{NEW}?unit={certifying.unit.id}&procedure={version.code}"
    assert 'name="procedure" value="9.815000"' in browser.get(there).content.decode()
    data = entry(certifying, ("Bằng", 1, 1), procedure=version.code)
    assert browser.post(NEW, data).status_code == 302
    with scope_use(SYSTEM):
        code = dossier_rows_code()
    page = browser.get(f"/office/dossiers/{code}/").content.decode()
    assert f"{HOME}batches/{code}/" in page
    assert browser.get(there.replace("9.815000", "9.815009")).status_code == 404


def test_the_ordinary_intake_of_any_flagged_procedure_leads_here(browser, certifying):
    with scope_use(SYSTEM):
        roles = certifying.offering.roles_units
        offering_make(unit=certifying.unit, version=flagged_make(), roles_units=roles)
    asked = {"unit": certifying.unit.id, "procedure": "9.815000"}
    answer = browser.get("/office/intake/", asked)
    assert answer["Location"] == f"{NEW}?unit={certifying.unit.id}&procedure=9.815000"


def dossier_rows_code():
    return Batch.objects.select_related("dossier").get().dossier.code
