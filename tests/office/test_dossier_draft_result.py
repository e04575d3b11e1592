"""Uploading a draft of the result."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.builders.documents import pdf_make
from tests.builders.dossiers import at, dossier_at
from tests.office.acting import dossier_url, get, guarded, post, seen, text

from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def code(commune):
    with scope_use(SYSTEM), at():
        return dossier_at(commune, Act.APPRAISE)


def sent(data=None, name="ket-qua.pdf", kind="application/pdf"):
    return SimpleUploadedFile(name, pdf_make() if data is None else data, kind)


def test_a_draft_is_stored_under_its_title(commune, code):
    post(
        commune.specialist,
        dossier_url(code, "draft"),
        version=1,
        title="Certificate <x>",
        kind="grant",
        file=sent(),
    )
    assert seen(code).draft.title == "Certificate <x>"
    page = text(get(commune.specialist, dossier_url(code)))
    assert "Certificate &lt;x&gt;" in page


@pytest.mark.parametrize(
    "data", [b"", b"not a pdf at all", b"%PDF-1.4 cut"], ids=["empty", "other", "cut"]
)
def test_a_bad_file_is_refused_at_its_field_and_the_title_stays(commune, code, data):
    answer = post(
        commune.specialist,
        dossier_url(code, "draft"),
        version=1,
        title="My title",
        kind="grant",
        file=sent(data),
    )
    assert answer.status_code == 422
    assert "My title" in text(answer)
    assert 'id="id_file_error"' in text(answer)
    assert seen(code).draft is None


def test_no_file_is_told(commune, code):
    answer = post(commune.specialist, dossier_url(code, "draft"), title="t", kind="grant")
    assert "Choose the file" in text(answer)


def test_others_may_not(commune, code):
    guarded(commune, dossier_url(code, "draft"), wrong=commune.clerk)
