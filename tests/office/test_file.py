"""Download of a file that was handed in."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.builders.documents import pdf_make
from tests.builders.dossiers import at, commune_at_work, dossier_registered
from tests.builders.identity import client_for
from tests.office.acting import dossier_url, get, records, seen

from motcua.documents.services import file_store
from motcua.dossiers.types import ComponentInput
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def code(commune):
    with scope_use(SYSTEM), at():
        stored = file_store(data=pdf_make(), name="a.pdf", claimed_type="application/pdf")
        components = tuple(
            ComponentInput(
                component_id=c.id, originals=1, file_ids=(stored.id,), file_names=("Tờ khai.pdf",)
            )
            for c in commune.offering.version.components[:1]
        )
        return dossier_registered(commune, components=components)


def test_it_comes_as_a_download_that_can_do_nothing(commune, code):
    attachment = seen(code).attachments[0]
    before = records()
    answer = get(commune.counter, dossier_url(code, f"files/{attachment.id}"))
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert records() == before + 1


def test_a_file_of_another_dossier_is_not_found(commune, code):
    with scope_use(SYSTEM), at():
        other = dossier_registered(commune)
    attachment = seen(code).attachments[0]
    assert get(commune.counter, dossier_url(other, f"files/{attachment.id}")).status_code == 404
    assert get(commune.counter, dossier_url(code, f"files/{'9' * 18}")).status_code == 404
    assert get(commune.counter, dossier_url(code, f"files/{'9' * 30}")).status_code == 404


def test_others_get_nothing(commune, code):
    with scope_use(SYSTEM), at():
        other = commune_at_work(code="05437", name="Phong Quang")
    url = dossier_url(code, f"files/{seen(code).attachments[0].id}")
    assert get(other.counter, url).status_code == 404
    assert Client().get(url).status_code == 302
    assert client_for(commune.counter).post(url).status_code == 405
