"""Petitions at the office: read by those who control procedures, answered once."""

from __future__ import annotations

import pytest
from tests.builders.citizens import petition_asked
from tests.builders.identity import actor_make, client_for
from tests.builders.organisations import unit_make

from motcua.citizens.queries import person_get
from motcua.feedback.models import Petition
from motcua.identity.types import Role
from motcua.kernel.audit import person_key
from motcua.kernel.models import AccessRecord

pytestmark = pytest.mark.usefixtures("system_scope")
CODE = "H19.900.01-260828-0001"


@pytest.fixture
def unit():
    return unit_make()


@pytest.fixture
def controller(unit):
    return client_for(actor_make(role=Role.CONTROLLER, unit=unit))


@pytest.fixture
def number(unit):
    return petition_asked(unit.id, CODE, text="Chờ quá lâu ở quầy 2")


def test_the_list_names_no_words_and_the_page_records_who_read_them(controller, number):
    assert number in controller.get("/office/petitions/").content.decode()
    assert "Chờ quá lâu" not in controller.get("/office/petitions/").content.decode()
    assert "Chờ quá lâu" in controller.get(f"/office/petitions/{number}/").content.decode()
    (record,) = AccessRecord.objects.filter(subject__startswith="petition:")
    petitioner = person_get(Petition.objects.get(number=number).person_id)
    assert record.persons == [person_key(petitioner.id_number)], "the petitioner sees who looked"


def test_it_is_answered_and_the_slower_one_keeps_his_words(controller, number):
    page = f"/office/petitions/{number}/"
    empty = controller.post(page, {"act": "answer", "text": "", "version": "0"})
    assert empty.status_code == 422
    assert controller.post(page, {"act": "take_up", "version": "0"}).status_code == 302
    stale = controller.post(page, {"act": "answer", "text": "Xin lỗi bạn", "version": "0"})
    assert stale.status_code == 422
    assert "Xin lỗi bạn" in stale.content.decode()
    again = controller.post(page, {"act": "answer", "text": "Xin lỗi bạn", "version": "1"})
    assert again.status_code == 302
    assert Petition.objects.get().state == "answered"
    assert "Xin lỗi bạn" in controller.get(page).content.decode()


def test_another_unit_and_other_roles_find_nothing(unit, number):
    for actor in (
        actor_make(role=Role.CONTROLLER),
        actor_make(role=Role.COUNTER, unit=unit),
        actor_make(role=Role.LEADER, unit=unit),
    ):
        assert client_for(actor).get(f"/office/petitions/{number}/").status_code == 404


def test_an_empty_list_says_what_will_stand_here(controller):
    assert "message-report" in controller.get("/office/petitions/").content.decode()
