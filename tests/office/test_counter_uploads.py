"""Files with active content at the counter: cleaned on the applicant's word, else refused."""

from __future__ import annotations

import re

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.builders.documents import pdf_make
from tests.builders.dossiers import at, commune_at_work, dossier_registered
from tests.builders.identity import actor_make, client_for
from tests.office.acting import dossier_url, post, seen, text
from tests.office.test_intake import INTAKE, form

from motcua.documents.queries import files_by_ids
from motcua.dossiers.models import Attachment
from motcua.dossiers.types import Status
from motcua.identity.types import Role
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def places(settings, tmp_path):
    settings.UPLOADS_DIR = tmp_path / "uploads"
    settings.DEFAULT_LANGUAGE = "en"


@pytest.fixture
def commune(system_scope):
    with at():
        yield commune_at_work()


def acting(name="don.pdf"):
    def change(pdf):
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")

    data = pdf_make(text=name, change=change)
    return SimpleUploadedFile(name, data, content_type="application/pdf")


def offered(page, place):
    return re.search(rf'name="{place}-offer" value="([^"]+)"', page)[1]


def test_the_intake_offers_it_and_takes_the_file_in_on_the_applicants_word(commune):
    counter = client_for(commune.counter)
    place = f"c{commune.offering.version.components[0].id}"
    refused = counter.post(INTAKE, form(commune, **{f"{place}-upload": acting(), "action": ""}))
    page = refused.content.decode()
    assert "a script (JavaScript)" in page
    token = offered(page, place)
    assert f'name="{place}-clean"' in page
    said = {f"{place}-offer": token, f"{place}-clean": token, "action": ""}
    agreed = counter.post(INTAKE, form(commune, **said)).content.decode()
    assert f"{place}-offer" not in agreed
    assert "taken out: a script (JavaScript)" in agreed
    file = re.search(rf'name="{place}-file" value="([^"]+)"', agreed)[1]
    done = counter.post(INTAKE, form(commune, **{f"{place}-file": file}))
    assert done.status_code == 302
    (row,) = Attachment.objects.filter(name="don.pdf")
    assert files_by_ids([row.file_id])[row.file_id].cleaned == ("JavaScript",)


def test_without_the_word_nothing_is_taken_in_and_the_offer_stays(commune):
    counter = client_for(commune.counter)
    place = f"c{commune.offering.version.components[0].id}"
    page = counter.post(INTAKE, form(commune, **{f"{place}-upload": acting(), "action": ""}))
    token = offered(page.content.decode(), place)
    again = counter.post(INTAKE, form(commune, **{f"{place}-offer": token, "action": ""}))
    assert offered(again.content.decode(), place) == token
    done = counter.post(INTAKE, form(commune, **{f"{place}-offer": token}))
    assert done.status_code == 302
    assert not Attachment.objects.filter(name="don.pdf").exists()


def test_an_offer_is_of_its_account_and_place(commune):
    counter = client_for(commune.counter)
    first, second = (f"c{one.id}" for one in commune.offering.version.components)
    page = counter.post(INTAKE, form(commune, **{f"{first}-upload": acting(), "action": ""}))
    token = offered(page.content.decode(), first)
    other = client_for(actor_make(role=Role.COUNTER, unit=commune.unit))
    for who, place in ((other, first), (counter, second)):
        said = {f"{place}-offer": token, f"{place}-clean": token, "action": ""}
        answer = who.post(INTAKE, form(commune, **said)).content.decode()
        assert "taken out" not in answer
        assert f'name="{place}-file"' not in answer


def test_papers_that_came_later_are_cleaned_without_a_script_too(commune):
    with scope_use(SYSTEM), at():
        code = dossier_registered(commune, components=())
    wanted = commune.offering.version.components
    typed = {f"c{one.id}-given": "on" for one in wanted}
    place, url = f"c{wanted[0].id}", dossier_url(code, "accept")
    page = text(post(commune.counter, url, version=1, **typed, **{f"{place}-upload": acting()}))
    assert seen(code).status is Status.REGISTERED
    token = offered(page, place)
    said = {f"{place}-offer": token, f"{place}-clean": token}
    post(commune.counter, url, version=1, **typed, **said)
    assert seen(code).status is Status.ACCEPTED
    assert [one.name for one in seen(code).components[0].files] == ["don.pdf"]
