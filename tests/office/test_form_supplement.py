"""Form 02: what is missing, until when, why."""

from __future__ import annotations

from datetime import date

import pytest
from tests.builders.dossiers import at, commune_at_work, dossier_registered
from tests.builders.identity import client_for

from motcua.dossiers.queries import dossier_get
from motcua.dossiers.services import dossier_request_supplement_at_intake
from motcua.office.counter.printing import around_of
from motcua.office.counter.prints import form02, missing_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune(system_scope):
    with at():
        yield commune_at_work()


def test_the_request_is_mapped_and_printed(commune):
    code = dossier_registered(commune)
    client = client_for(commune.counter)
    assert client.get(f"/office/prints/{code}/02/").status_code == 302  # nothing asked for yet
    dossier_request_supplement_at_intake(
        actor=commune.counter,
        code=code,
        items=["Tờ khai: thiếu chữ ký; ký lại", "Giấy chứng sinh"],
        reason="Hồ sơ chưa đủ",
        legal_basis="Nghị định 118/2025/NĐ-CP",
        deadline=date(2026, 9, 20),
    )
    dossier = dossier_get(code)
    form = form02(dossier, around_of(dossier), dossier.supplements[-1])
    assert [(i.item, i.problem, i.todo) for i in form.items] == [
        ("Tờ khai", "thiếu chữ ký", "ký lại"),
        ("Giấy chứng sinh", "", ""),
    ]
    assert form.phase == "tiếp nhận"
    assert form.supplement_by == date(2026, 9, 20)
    assert (form.reason, form.legal_basis) == ("Hồ sơ chưa đủ", "Nghị định 118/2025/NĐ-CP")
    assert form.signer.name == commune.counter.name
    assert form.addressee == "Nguyễn Văn Mẫu"
    assert client.get(f"/office/prints/{code}/02/").content.startswith(b"%PDF-")
    assert client.get(f"/office/prints/{code}/02/", {"ordinal": "7"}).status_code == 302


def test_an_item_without_marks_is_the_paper_alone():
    assert missing_item("Giấy chứng sinh").item == "Giấy chứng sinh"
