"""Evidence is handed out to those who see what it proves, and to nobody else."""

from __future__ import annotations

import pytest
from tests.builders.documents import pdf_make
from tests.builders.identity import client_for
from tests.builders.quality import kept_make, report_make

from motcua.documents.services import file_store
from motcua.quality.models import Evidence
from motcua.quality.services.nonconformities import nonconformity_report

pytestmark = pytest.mark.usefixtures("system_scope")


def test_it_is_a_download_of_ones_own_unit():
    kept = kept_make()
    stored = file_store(data=pdf_make(), name="anh.pdf", claimed_type="application/pdf")
    nonconformity_report(
        actor=kept.officer, report=report_make(kept), files=[(stored.id, stored.name)]
    )
    url = f"/office/quality-files/{Evidence.objects.get().pk}/"
    answer = client_for(kept.leader).get(url)
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert "anh.pdf" in answer["Content-Disposition"]
    assert client_for(kept_make().leader).get(url).status_code == 404
    assert client_for(kept.leader).get("/office/quality-files/999999/").status_code == 404
