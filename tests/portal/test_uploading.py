"""What every place that takes files shares: cleaning, budgets, a store that is down, late findings."""

from __future__ import annotations

import pytest
from pikepdf import Dictionary, Name

from motcua.citizens.models import Relation
from motcua.documents import services
from motcua.documents.models import Quarantine
from motcua.documents.rules import FileProblem
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.queries.malicious import dossiers_malicious
from motcua.filing.models import DraftFile, StoreItem
from motcua.filing.queries import draft_get, supply_of
from motcua.filing.services import draft_file_use, draft_send
from motcua.kernel.errors import Invalid, NotFound, Refused
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.notices.models import Notice
from motcua.portal.uploading import payers_of
from tests.builders.documents import pdf_make
from tests.portal.owning import asked, upload, url
from tests.portal.test_file_paper import place
from tests.portal.test_file_upload import Line, line, uploads_dir
from tests.portal.test_my_relation_new import commune, form
from tests.portal.walking import text, walker

__all__ = ["commune", "line", "uploads_dir", "walker"]


def acting(words="x"):
    def change(pdf):
        pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")

    return pdf_make(text=words, change=change)


def files_of(walker, draft):
    with scope_use(walker.citizen.scope):
        return draft_get(walker.citizen, draft.public_id).files


def test_active_content_is_offered_on_the_page_and_taken_out_on_the_persons_word(walker):
    draft = walker.begun()
    page, _component = place(walker, draft)
    refused = walker.post(page, {"action": "add", "file": [upload(acting())]})
    assert refused.status_code == 422
    (offer,) = walker.get(page).context["waiting"]
    assert (offer.state, f"clean:{offer.id}" in text(refused)) == ("offered", True)
    assert files_of(walker, draft) == ()
    assert walker.post(page, {"action": f"clean:{offer.id}"}).status_code == 302
    (file,) = files_of(walker, draft)
    assert file.cleaned == ("JavaScript",)
    assert "JavaScript" in text(walker.get(page)), "the person reads what was done"


def test_pieces_are_told_that_there_is_an_offer(line):
    data = acting()
    begun = line.begin(data).headers["Location"]
    refused = line.patch(begun, data, 0)
    assert (refused.status_code, refused.headers["Upload-Offer"]) == (422, "clean")


def test_another_persons_upload_is_neither_cleaned_nor_forgotten(walker):
    draft = walker.begun()
    page, _component = place(walker, draft)
    walker.post(page, {"action": "add", "file": [upload(acting())]})
    (offer,) = walker.get(page).context["waiting"]
    for act in ("clean", "forget", "again"):
        assert (
            walker.post(page, {"action": f"{act}:{offer.id}"}, walker.stranger).status_code == 404
        )
    other, _component = place(walker, draft, 3)
    assert walker.post(other, {"action": f"clean:{offer.id}"}).status_code == 404


def test_a_store_that_is_down_keeps_the_file_and_the_button_stores_it_later(walker, settings):
    draft = walker.begun()
    page, _component = place(walker, draft)
    settings.FILES_URL = "s3://x?endpoint=http://127.0.0.1:9"
    settings.FILES_KEY, settings.FILES_SECRET = "key", "secret"
    assert walker.post(page, {"action": "add", "file": [upload(pdf_make())]}).status_code == 422
    (waiting,) = walker.get(page).context["waiting"]
    assert waiting.state == "waiting"
    assert walker.post(page, {"action": f"again:{waiting.id}"}).status_code == 422
    settings.FILES_URL = ""
    assert walker.post(page, {"action": f"again:{waiting.id}"}).status_code == 302
    assert [one.name for one in files_of(walker, draft)] == ["giay.pdf"]


def test_a_form_full_of_files_counts_none_as_under_way(walker, settings):
    settings.UPLOADS_MAX_BYTES = 2 * len(pdf_make(text="0"))
    draft = walker.begun()
    page, _component = place(walker, draft)
    files = [upload(pdf_make(text=str(number))) for number in range(4)]
    assert walker.post(page, {"action": "add", "file": files}).status_code == 302
    assert len(files_of(walker, draft)) == 4
    assert walker.get(page).context["waiting"] == []


def test_one_budget_for_drafts_supplements_and_proofs(walker, settings, commune):
    settings.UPLOADS_DAY_FILES = 2
    code = asked(walker)
    draft = walker.begun()
    page, _component = place(walker, draft)
    item = url("my_dossier_supply_item", code, 0)
    assert walker.post(page, {"action": "add", "file": [upload(pdf_make())]}).status_code == 302
    assert walker.post(item, {"action": "add", "file": [upload(pdf_make())]}).status_code == 302
    for full in (page, item):
        refused = walker.post(full, {"action": "add", "file": [upload(pdf_make(text="3"))]})
        assert (refused.status_code, "2 tệp" in text(refused)) == (422, True)
    proof = walker.post("/my/relations/new/", form(proof=upload(pdf_make(text="4"))))
    assert proof.status_code == 422
    assert Relation.objects.count() == 0
    stored = Line(walker)
    assert stored.begin(pdf_make()).status_code == 422, "in pieces too"
    with scope_use(walker.citizen.scope):
        assert len(supply_of(walker.citizen, code, 1).files) == 1, "what has arrived stays"


def test_a_helper_pays_under_its_own_name_beside_the_person(walker):
    from dataclasses import replace

    alone = [one.name for one in payers_of(walker.citizen)]
    helped = payers_of(replace(walker.citizen, helper_id=7))
    assert [one.name for one in helped] == [*alone, "helper:7"]
    assert helped[1].times > 1


def test_a_proof_with_active_content_is_cleaned_on_the_persons_word(walker, commune):
    refused = walker.post("/my/relations/new/", form(proof=upload(acting())))
    assert refused.status_code == 422
    (offer,) = refused.context["waiting"]
    shown = walker.post("/my/relations/new/", form(action=f"clean:{offer.id}"))
    assert (shown.status_code, "Trẻ Mẫu" in text(shown)) == (200, True)
    assert shown.context["waiting"] == []
    kept = shown.context["kept"]
    assert walker.post("/my/relations/new/", form(kept=kept)).status_code == 302


# --- found by the scanner after it had been taken in ----------------------------------------
@pytest.fixture
def scanner(settings, monkeypatch):
    """A scanner that finds nothing, until it is told to be away or to find something."""
    settings.CLAMD_SOCKET = "/nowhere"
    said: list[FileProblem | None] = [None]

    def scan(_socket, _data):
        if said[0] is not None:
            raise said[0]

    monkeypatch.setattr(services.scanner, "clamd_scan", scan)
    return said


AWAY = FileProblem("scanner")
FOUND = FileProblem("malware", signature="Win.Test.EICAR_HDB-1")


def test_a_late_finding_in_a_draft_is_told_and_keeps_it_from_being_sent(walker, scanner):
    draft = walker.ready()
    page, _component = place(walker, draft)
    scanner[0] = AWAY
    walker.post(page, {"action": "add", "file": [upload(pdf_make(text="muộn"))]})
    file = DraftFile.objects.get(draft__public_id=draft.public_id, name="giay.pdf")
    assert walker.get(page).context["paper"].files[-1].hold == "unchecked"
    scanner[0] = FOUND
    assert services.quarantine_check() == 0
    assert Quarantine.objects.get(file_id=file.file_id).signature
    told = Notice.objects.get(template="upload_malicious")
    assert told.person_id == walker.citizen.person_id
    assert 'class="badge tone-overdue"' in text(walker.get(page))
    with scope_use(walker.citizen.scope), pytest.raises(Invalid) as open_:
        draft_send(citizen=walker.citizen, public_id=draft.public_id, declared=True)
    assert [one.field for one in open_.value.problems] == ["papers"]
    walker.post(page, {"action": f"remove:{file.pk}"})
    assert "giay.pdf" not in [one.name for one in walker.get(page).context["paper"].files]


def test_a_late_finding_in_what_was_sent_is_told_to_the_person_and_to_the_office(walker, scanner):
    code = asked(walker)
    item = url("my_dossier_supply_item", code, 0)
    scanner[0] = AWAY
    walker.post(item, {"action": "add", "file": [upload(pdf_make(text="sau"))]})
    walker.post(url("my_dossier_supply", code))
    units = [dossier_get(code).receiving_unit.id]
    assert dossiers_malicious(unit_ids=units) == []
    scanner[0] = FOUND
    services.quarantine_check()
    assert Notice.objects.filter(template="file_malicious").count() == 1
    assert dossiers_malicious(unit_ids=units) == [code]
    own = text(walker.get(url("my_dossier", code)))
    assert "giay.pdf" in own
    (attachment,) = [one for one in dossier_get(code).attachments if one.kind == "other"]
    held = walker.get(url("my_dossier_file", code, attachment.id))
    assert held.status_code == 409, "nobody gets it"


def test_a_late_finding_in_a_supplement_that_is_not_sent_keeps_it_back(walker, scanner):
    code = asked(walker)
    item = url("my_dossier_supply_item", code, 0)
    scanner[0] = AWAY
    walker.post(item, {"action": "add", "text": "Và lời", "file": [upload(pdf_make(text="giữ"))]})
    scanner[0] = FOUND
    services.quarantine_check()
    assert Notice.objects.filter(template="upload_malicious").count() == 1
    refused = walker.post(url("my_dossier_supply", code))
    assert (refused.status_code, "giay.pdf" in text(refused)) == (422, True)


def test_a_document_of_ones_own_that_turned_out_malicious_is_not_offered(walker, scanner):
    from motcua.kernel.outbox import outbox_deliver
    from tests.portal.owning import owned

    owned(walker)
    outbox_deliver()
    own = StoreItem.objects.filter(person_id=walker.citizen.person_id).first()
    with scope_use(SYSTEM):
        Quarantine.objects.create(file_id=own.file_id, since=own.added_at, signature="x")
    draft = walker.begun()
    page, component = place(walker, draft)
    assert f"use:{own.pk}" not in text(walker.get(page))
    with scope_use(walker.citizen.scope), pytest.raises((Refused, NotFound)):
        draft_file_use(
            citizen=walker.citizen,
            public_id=draft.public_id,
            component_id=component.id,
            item_id=own.pk,
        )
