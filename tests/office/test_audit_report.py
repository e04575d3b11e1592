"""The report of an audit: PDF/A, in Vietnamese, as it stands."""

from __future__ import annotations

import pytest
from tests.builders.documents import pdf_text
from tests.builders.identity import client_for
from tests.builders.quality import audit_held, kept_make

from motcua.quality.queries.audits import audit_get
from motcua.quality.services.audits import audit_conclude
from motcua.quality.types import Grade

pytestmark = [pytest.mark.usefixtures("system_scope"), pytest.mark.usefixtures("english")]


def test_it_names_findings_conclusion_and_what_was_opened():
    kept = kept_make()
    audit_id = audit_held(kept, Grade.CONFORM, Grade.MINOR)
    url, client = f"/office/audits/{audit_id}/report/", client_for(kept.officer)
    assert "Chưa kết luận" in pdf_text(client.get(url).content)
    version = audit_get(kept.keeper, audit_id).version
    (code,) = audit_conclude(
        actor=kept.auditor, audit_id=audit_id, version=version, conclusion="Hệ thống có hiệu lực"
    )
    answer = client.get(url)
    printed = pdf_text(answer.content)
    for words in ("BÁO CÁO ĐÁNH GIÁ NỘI BỘ", "Hệ thống có hiệu lực", code, kept.auditor.name):
        assert words in printed
    assert b"pdfaid" in answer.content
    assert client_for(kept_make().keeper).get(url).status_code == 404
