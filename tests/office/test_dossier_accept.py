"""Accepting from the dossier's page."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.builders.documents import pdf_make
from tests.builders.dossiers import at, dossier_registered
from tests.office.acting import dossier_url, events, get, guarded, post, seen, text

from motcua.dossiers.types import Status
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def code(commune):
    with scope_use(SYSTEM), at():
        return dossier_registered(commune)


def test_it_accepts_once_and_tells_so(commune, code):
    url = dossier_url(code, "accept")
    page = text(post(commune.counter, url, version=1))
    assert "The dossier is accepted" in page
    assert seen(code).status is Status.ACCEPTED
    again = text(post(commune.counter, url, version=1))
    assert "not possible now" in again
    assert events(code).count("accepted") == 1


def test_others_may_not(commune, code):
    guarded(commune, dossier_url(code, "accept"), wrong=commune.clerk)


def test_a_damaged_version_is_a_stale_one(commune, code):
    for version in ("", "x", "9" * 30, "-1"):
        post(commune.counter, dossier_url(code, "accept"), version=version)
    assert seen(code).status is Status.REGISTERED


def test_what_is_missing_is_named(commune):
    with scope_use(SYSTEM), at():
        code = dossier_registered(commune, components=())
    page = text(post(commune.counter, dossier_url(code, "accept"), version=1))
    assert "still missing" in page
    assert commune.offering.version.components[0].label in page


class TestPapersThatCameLater:
    """A dossier filed without its papers is completed at the counter."""

    @pytest.fixture
    def code(self, commune):
        with scope_use(SYSTEM), at():
            return dossier_registered(commune, components=())

    def test_the_page_lists_every_component_and_marks_what_is_missing(self, commune, code):
        page = text(get(commune.counter, dossier_url(code, "accept")))
        for component in commune.offering.version.components:
            assert component.label in page
            assert f'name="c{component.id}-originals"' in page
        assert "Missing" in page
        assert 'enctype="multipart/form-data"' in page

    def test_what_came_in_is_written_and_the_dossier_accepted(self, commune, code):
        typed = {
            f"c{component.id}-originals": "2" for component in commune.offering.version.components
        }
        page = text(post(commune.counter, dossier_url(code, "accept"), version=1, **typed))
        assert "The dossier is accepted" in page
        assert [row.originals for row in seen(code).components] == [2] * len(typed)
        assert events(code)[-2:] == ["document_added", "accepted"]

    def test_a_file_counts_and_survives_a_wrong_number(self, commune, code):
        wanted = commune.offering.version.components
        first = wanted[0].id
        url = dossier_url(code, "accept")
        upload = SimpleUploadedFile("don.pdf", pdf_make(), content_type="application/pdf")
        typed = {f"c{component.id}-given": "on" for component in wanted}
        wrong = {**typed, f"c{first}-copies": "many", f"c{first}-upload": upload}
        page = text(post(commune.counter, url, version=1, **wrong))
        assert "Enter a whole number" in page
        assert 'value="many"' in page
        assert "don.pdf" in page
        assert seen(code).status is Status.REGISTERED
        token = page.split(f'name="c{first}-file" value="')[1].split('"')[0]
        again = {**typed, f"c{first}-file": token}
        post(commune.counter, url, version=1, **again)
        dossier = seen(code)
        assert dossier.status is Status.ACCEPTED
        assert [file.name for file in dossier.components[0].files] == ["don.pdf"]

    def test_what_is_missing_is_named_and_what_was_typed_stays(self, commune, code):
        first = commune.offering.version.components[0]
        typed = {f"c{first.id}-note": "Sẽ nộp sau"}
        page = text(post(commune.counter, dossier_url(code, "accept"), version=1, **typed))
        assert "still missing" in page
        assert first.label in page
        assert "Sẽ nộp sau" in page
        assert seen(code).status is Status.REGISTERED
        assert events(code) == ["submitted"]

    def test_a_stale_page_keeps_what_was_typed(self, commune, code):
        first = commune.offering.version.components[0]
        answer = post(
            commune.counter, dossier_url(code, "accept"), version=9, **{f"c{first.id}-copies": "7"}
        )
        assert answer.status_code == 409
        assert 'value="7"' in text(answer)
