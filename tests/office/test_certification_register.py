"""The register as a page: a period, a search, struck-out lines, the record of readings."""

from __future__ import annotations

import pytest
from tests.builders.certified import CARD, batch_certified, certifying_commune
from tests.builders.identity import actor_make, client_for
from tests.office.certified import HOME, certifying

from motcua.certification.queries import batch_get
from motcua.certification.services import entry_cancel
from motcua.identity.types import Role
from motcua.kernel.models import AccessRecord
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
__all__ = ["certifying"]
URL = HOME + "register/"


def page_of(actor, **query):
    answer = client_for(actor).get(URL, query)
    return answer.status_code, answer.content.decode()


def test_the_counter_reads_the_register_of_its_commune_and_is_recorded(certifying):
    with scope_use(SYSTEM):
        batch_certified(certifying)
    _status, page = page_of(certifying.counter)
    assert "3 numbers." in page
    assert "Bằng tốt nghiệp đại học" in page
    with scope_use(SYSTEM):
        assert AccessRecord.objects.filter(purpose="register of certified copies").count() == 1


def test_words_and_numbers_find_their_lines(certifying):
    with scope_use(SYSTEM):
        batch_certified(certifying)
    _status, page = page_of(certifying.leader, q="giay khai sinh")
    assert "Giấy khai sinh" in page
    assert "Bằng tốt nghiệp" not in page
    assert "No number was given" in page_of(certifying.leader, q="không có\x00")[1]


def test_a_line_that_was_struck_out_stays_with_its_reason(certifying):
    with scope_use(SYSTEM):
        code = batch_certified(certifying, CARD)
        deputy = actor_make(role=Role.LEADER, unit=certifying.unit)
        entry_cancel(
            actor=deputy, entry_id=batch_get(code).entries[0].id, reason="Nhầm người yêu cầu"
        )
    _status, page = page_of(certifying.leader)
    assert "<s>1</s>" in page
    assert "Nhầm người yêu cầu" in page


def test_another_commune_reads_its_own_register_only(certifying):
    with scope_use(SYSTEM):
        batch_certified(certifying, CARD)
        other = certifying_commune(name="Phong Quang")
    assert "No number was given" in page_of(other.leader)[1]
    assert page_of(other.leader, book=certifying.unit.code)[0] == 404
