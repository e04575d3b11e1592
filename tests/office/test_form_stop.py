"""Form 05: withdrawn by the person, or stopped by the unit."""

from __future__ import annotations

import pytest
from tests.builders.documents import pdf_text
from tests.builders.dossiers import at, commune_at_work, dossier_accepted, dossier_at
from tests.builders.identity import client_for

from motcua.dossiers.services import dossier_stop, dossier_withdraw
from motcua.dossiers.types import StopKind
from motcua.workflow.types import Act

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune(system_scope):
    with at():
        yield commune_at_work()


def test_a_withdrawal_names_the_person_s_wish_and_the_papers_given_back(commune):
    code = dossier_accepted(commune)
    client = client_for(commune.counter)
    assert client.get(f"/office/prints/{code}/05/").status_code == 302
    dossier_withdraw(actor=commune.counter, code=code, reason="Không còn nhu cầu")
    printed = pdf_text(client.get(f"/office/prints/{code}/05/").content)
    for line in (
        "THÔNG BÁO Về việc dừng giải quyết hồ sơ",
        "Số: 01/TB-TTPVHCC",
        "Theo yêu cầu rút hồ sơ của người nộp",
        "Không còn nhu cầu",
        "1. Tờ khai",
        "2. Giấy tờ tùy thân",
        "chưa thu",  # what was not paid is no longer asked for
    ):
        assert line in printed


def test_a_stop_bears_the_number_and_the_signer_of_whoever_decides(commune):
    code = dossier_at(commune, Act.APPROVE)
    dossier_stop(
        actor=commune.leader,
        code=code,
        reason="Có tranh chấp",
        legal_basis="Điều 10 Luật Đất đai",
        kind=StopKind.FINAL,
    )
    printed = pdf_text(client_for(commune.leader).get(f"/office/prints/{code}/05/").content)
    for line in (
        "Số: 01/TB-UBND",
        "UBND PHƯỜNG BÁCH QUANG",
        "Cơ quan giải quyết dừng theo quy định",
        "Có tranh chấp",
        "Điều 10 Luật Đất đai",
        "NGƯỜI CÓ THẨM QUYỀN",
        commune.leader.name,
    ):
        assert line in printed
