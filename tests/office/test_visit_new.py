"""A request written down for who calls."""

from __future__ import annotations

import pytest
from tests.builders.paying import text
from tests.office.outwork import out_at_work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def out(db):
    return out_at_work()


HERE = "/office/visits/new/"
ASKED = {
    "asked_by": "phone",
    "name": "Cụ Mẫu",
    "phone": "0912345678",
    "address": "Xóm Đồng Tâm, cạnh trường học",
    "reason": "elderly",
    "wishes": ["0", "1"],
    "key": "6f1f7b7e-7f7c-4c39-9a6f-0d8a5a3f7c21",
}


def test_it_is_written_down_and_the_papers_to_have_ready_are_shown(out):
    version = out.commune.offering.version
    page = text(out.post(HERE, **ASKED, procedure=version.code))
    assert "Tell the person what to have ready" in page
    assert version.components[0].label in page
    assert "Monday, in the morning" in page
    again = text(out.post(HERE, **ASKED, procedure=version.code))
    assert "asked by telephone" in again, "pressed twice is one request"


def test_everything_wrong_stands_at_its_field(out):
    answer = out.post(HERE, **{**ASKED, "name": "", "reason": "", "place": "x"})
    assert answer.status_code == 422
    page = answer.content.decode()
    for field in ("#id_name", "#id_reason_0", "#id_place"):
        assert field in page
    answer = out.post(HERE, **{**ASKED, "phone": "12"})
    assert answer.status_code == 422
    assert "not a telephone number" in answer.content.decode()
