"""A finding with its evidence; a wrong one is corrected by another."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.builders.documents import pdf_make
from tests.builders.identity import client_for
from tests.builders.quality import audit_held, kept_make
from tests.office.qualitydesk import finding_data

from motcua.quality.models import Evidence, Finding

pytestmark = [pytest.mark.usefixtures("system_scope"), pytest.mark.usefixtures("english")]


def test_it_is_recorded_with_a_file_and_corrected_with_a_reason():
    kept = kept_make()
    audit_id = audit_held(kept)
    url, client = f"/office/audits/{audit_id}/finding/", client_for(kept.auditor)
    assert client.get(url).status_code == 200
    sent = SimpleUploadedFile("anh.pdf", pdf_make(), "application/pdf")
    again = client.post(url, finding_data(kept, audit_id, file=sent, again="1"))
    assert again["Location"] == url
    assert Evidence.objects.get().name == "anh.pdf"
    wrong = finding_data(kept, audit_id, replaces=1)
    assert client.post(url, wrong).status_code == 422
    assert client.post(url, wrong | {"reason": "Nhầm trang"}).status_code == 302
    assert Finding.objects.get(number=2).replaces.number == 1
    page = client.get(f"/office/audits/{audit_id}/").content.decode()
    assert "Nhầm trang" in page
    assert "anh.pdf" in page


def test_what_is_no_document_and_an_unknown_dossier_are_refused_at_their_field():
    kept = kept_make()
    audit_id = audit_held(kept)
    url, client = f"/office/audits/{audit_id}/finding/", client_for(kept.auditor)
    sent = SimpleUploadedFile("anh.pdf", b"MZ\x90", "application/pdf")
    assert client.post(url, finding_data(kept, audit_id, file=sent)).status_code == 422
    named = client.post(url, finding_data(kept, audit_id, dossier_code="H1-2"))
    assert "may not read" in named.content.decode()
    stale = client.post(url, finding_data(kept, audit_id, version=0))
    assert stale.status_code == 409
    assert "Thiếu chữ ký" in stale.content.decode()
    assert client_for(kept.keeper).post(url, finding_data(kept, audit_id)).status_code == 403
    assert Finding.objects.count() == 0
