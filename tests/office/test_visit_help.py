"""An assisting person asks for somebody, and sees only what they asked for."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at
from tests.builders.identity import actor_make
from tests.builders.paying import text
from tests.office.outwork import out_at_work

from motcua.identity.types import Role
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def out(db):
    return out_at_work()


HERE = "/office/visits/help/"
ASKED = {
    "name": "Cụ Mẫu Nhờ",
    "phone": "0912345679",
    "address": "Xóm Đồng Tâm, cạnh trường học",
    "reason": "disabled",
    "matter": "Cấp lại giấy",
    "key": "6f1f7b7e-7f7c-4c39-9a6f-0d8a5a3f7c31",
}


def test_a_guide_asks_and_reads_the_state_and_nothing_of_others(out):
    with at(), scope_use(SYSTEM):
        guide = actor_make(role=Role.GUIDE, unit=out.commune.unit)
    out.visit(name="Cụ Mẫu Kín")
    page = text(out.post(HERE, guide, **ASKED))
    assert "The request is with the centre" in page
    assert "Cụ Mẫu Nhờ" in page
    assert "Cụ Mẫu Kín" not in page
    assert out.get("/office/visits/", guide).status_code == 404
    assert out.post(HERE, guide, **{**ASKED, "name": ""}).status_code == 422
