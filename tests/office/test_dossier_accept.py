"""Accepting from the dossier's page."""

from __future__ import annotations

import re

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.builders.documents import pdf_make
from tests.builders.dossiers import (
    at,
    commune_at_work,
    dossier_accepted,
    dossier_registered,
    facts_told,
)
from tests.builders.identity import actor_make
from tests.builders.procedures import component as component_make
from tests.office.acting import dossier_url, events, get, guarded, post, seen, text

from motcua.documents.services import file_store
from motcua.dossiers.services.verify import chains_verify
from motcua.dossiers.types import ComponentInput, FactType, PartyInput, Status
from motcua.identity.types import Role
from motcua.kernel.models import AccessRecord
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.office.counter import papers, uploads
from motcua.office.counter.held import held_taken

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


class Earlier:
    """Somebody who handed a paper in before, and files again from home without it."""

    number = "019090000001"

    def __init__(self, **over):
        self.town = commune_at_work(components=[component_make("Giấy xác nhận khuyết tật")], **over)
        self.paper = self.town.offering.version.components[0]
        stored = file_store(data=pdf_make(), name="giay.pdf", claimed_type="application/pdf")
        self.file_id = stored.id
        who = (PartyInput(name="Nguyễn Văn Mẫu", id_number=self.number),)
        given = ComponentInput(
            component_id=self.paper.id, file_ids=(stored.id,), file_names=("giay.pdf",)
        )
        self.before = dossier_accepted(self.town, parties=who, components=(given,))
        self.code = dossier_registered(self.town, parties=who, components=())
        self.url = dossier_url(self.code, "accept")

    def tokens(self):
        page = text(get(self.town.counter, self.url))
        return re.findall(rf'name="c{self.paper.id}-held" value="([^"]+)"( checked)?', page)

    def send(self, *held, actor=None):
        return post(
            actor or self.town.counter, self.url, version=seen(self.code).version,
            **({f"c{self.paper.id}-held": held} if held else {}),
        )  # fmt: skip


@pytest.fixture
def earlier(commune):
    with scope_use(SYSTEM), at():
        return Earlier()


def test_a_paper_held_stands_for_the_missing_one_and_its_use_is_told(earlier):
    ((token, ticked),) = earlier.tokens()
    assert not ticked, "nothing is taken without the officer's act"
    assert "still missing" in text(earlier.send())
    page = text(earlier.send(token))
    assert "The dossier is accepted" in page
    (line,) = seen(earlier.code).components
    assert [one.file_id for one in line.files] == [earlier.file_id]
    assert [one["reused"] for one in facts_told(earlier.code, FactType.DOCUMENT_ADDED)] == [1]
    assert earlier.before in line.note
    assert AccessRecord.objects.filter(purpose__contains=f"in dossier {earlier.code}").exists()
    with scope_use(SYSTEM):
        assert list(chains_verify()) == []


def test_a_paper_held_that_was_also_uploaded_counts_once(earlier):
    ((token, _ticked),) = earlier.tokens()
    content = [earlier.file_id, "giay.pdf", 1, earlier.town.counter.account_id, ""]
    file = signing.dumps(content, salt=uploads.SALT, compress=True)
    place = f"c{earlier.paper.id}"
    more = {f"{place}-held": token, f"{place}-file": file}
    version = seen(earlier.code).version
    assert post(earlier.town.counter, earlier.url, version=version, **more).status_code == 200
    (line,) = seen(earlier.code).components
    assert [one.file_id for one in line.files] == [earlier.file_id]


def test_what_the_office_holds_is_looked_for_once_though_the_page_is_stale(earlier, monkeypatch):
    ((token, _ticked),) = earlier.tokens()
    looked = []

    def counted(*args):
        looked.append(1)
        return held_taken(*args)

    monkeypatch.setattr(papers, "held_taken", counted)
    more = {f"c{earlier.paper.id}-held": token}
    post(earlier.town.counter, earlier.url, version=seen(earlier.code).version + 7, **more)
    assert seen(earlier.code).status is Status.REGISTERED
    assert looked == [1]


def test_a_tick_stays_while_something_else_is_wrong_and_can_be_taken_away(earlier):
    ((token, _ticked),) = earlier.tokens()
    wrong = {f"c{earlier.paper.id}-held": token, f"c{earlier.paper.id}-originals": "-1"}
    version = seen(earlier.code).version
    page = text(post(earlier.town.counter, earlier.url, version=version, **wrong))
    assert re.search(rf'name="c{earlier.paper.id}-held" value="[^"]+" checked', page)
    assert "still missing" in text(earlier.send()), "without the tick it is not used"
    assert seen(earlier.code).status is Status.REGISTERED


def test_another_officers_token_or_a_strangers_paper_is_not_taken(earlier):
    ((token, _ticked),) = earlier.tokens()
    with scope_use(SYSTEM):
        colleague = actor_make(role=Role.COUNTER, unit=earlier.town.centre)
        other = Earlier.__new__(Earlier)
        other.town, other.paper = earlier.town, earlier.paper
        who = (PartyInput(name="Trần Thị Khác", id_number="019090000002"),)
        with at():
            other.code = dossier_registered(earlier.town, parties=who, components=())
        other.url = dossier_url(other.code, "accept")
    assert other.tokens() == []
    assert "is no longer shown or in force" in text(other.send(token))
    assert "is no longer shown or in force" in text(earlier.send(token, actor=colleague))
    assert seen(other.code).status is seen(earlier.code).status is Status.REGISTERED
