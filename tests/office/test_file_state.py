"""What an official reads about files: cleaned, not scanned yet, malicious; where they work."""

from __future__ import annotations

import pytest
from pikepdf import Dictionary, Name
from tests.builders.citizens import citizen_make
from tests.builders.documents import pdf_make
from tests.builders.dossiers import Commune, at
from tests.builders.filing import commune_online, draft_ready
from tests.office.acting import dossier_url, get, seen, text

from motcua.documents.models import Quarantine
from motcua.documents.services import file_store
from motcua.dossiers import services
from motcua.dossiers.services.citizen_after import SuppliedItem, supplement_supply_own
from motcua.filing import services as filing
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def commune(db) -> Commune:
    with scope_use(SYSTEM):
        return commune_online()


def supplied(commune: Commune, *, clean: bool = False) -> tuple[str, int]:
    """Send a dossier and one file that was asked for; return code and file."""

    def acting(pdf):
        pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")

    with scope_use(SYSTEM), at():
        citizen = citizen_make(name="Trần Thị Mẫu")
        draft = draft_ready(citizen, commune)
        with scope_use(citizen.scope):
            code = filing.draft_send(citizen=citizen, public_id=draft.public_id, declared=True).code
        services.dossier_request_supplement_at_intake(
            actor=commune.counter, code=code, items=["Giấy chứng sinh"], reason="Mờ"
        )
        data = pdf_make(change=acting) if clean else pdf_make(text="bổ sung")
        stored = file_store(data=data, name="giay.pdf", clean=clean)
        item = SuppliedItem(0, "", (stored.id,), ("giay.pdf",), note="giay.pdf: đã xác minh")
        supplement_supply_own(citizen=citizen, code=code, items=[item])
    return code, stored.id


def test_the_dossier_says_what_was_taken_out_and_what_a_used_document_is_worth(commune):
    code, _file = supplied(commune, clean=True)
    page = text(get(commune.counter, dossier_url(code)))
    assert "taken out: a script (JavaScript)" in page
    assert "giay.pdf: đã xác minh" in page


def test_a_late_finding_stands_on_the_dossier_and_on_top_of_the_work(commune):
    code, file_id = supplied(commune)
    assert "Malicious software" not in text(get(commune.counter, dossier_url(code)))
    with scope_use(SYSTEM):
        held = Quarantine.objects.create(file_id=file_id, since=clock.now())
    assert "Not checked yet" in text(get(commune.counter, dossier_url(code)))
    with scope_use(SYSTEM):
        Quarantine.objects.filter(pk=held.pk).update(signature="Win.Test.EICAR_HDB-1")
    page = text(get(commune.counter, dossier_url(code)))
    assert "Malicious software was found in a file of this dossier" in page
    work = text(get(commune.counter, "/office/worklist/"))
    assert f'<a href="{dossier_url(code)}">{code}</a>' in work
    (attachment,) = [one for one in seen(code).attachments if one.kind == "other"]
    assert get(commune.counter, f"{dossier_url(code)}files/{attachment.id}/").status_code == 409


def test_another_units_officials_read_nothing_of_it(commune):
    code, file_id = supplied(commune)
    with scope_use(SYSTEM):
        Quarantine.objects.create(file_id=file_id, since=clock.now(), signature="x")
        other = commune_online()
    assert code not in text(get(other.counter, "/office/worklist/"))
