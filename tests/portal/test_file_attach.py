"""Files that a question of the form asks for: from the question to the dossier."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from motcua.dossiers.queries import dossier_get
from motcua.filing import services
from motcua.filing.exporting.dossiers import dossier_rows
from motcua.filing.exporting.parts import FileRef
from motcua.filing.queries import draft_get
from motcua.filing.services.check import draft_gaps
from motcua.forms.queries import form_get
from motcua.kernel.scope import scope_use
from motcua.procedures.queries import version_get
from tests.builders.documents import pdf_make
from tests.builders.filing import draft_ready, form_document, form_publish, words
from tests.portal.walking import Walker, text


def attachment(key, **more):
    return {"key": key, "kind": "attachment", "label": words(f"Tệp {key}"), **more}


def pages(*questions):
    document = form_document("x")["pages"]
    return [document[0], {**document[1], "questions": [*document[1]["questions"], *questions]}]


@pytest.fixture
def walker(system_scope):
    walker = Walker()
    rows = {
        "key": "papers",
        "kind": "group",
        "label": words("Giấy"),
        "least": 0,
        "questions": [attachment("scan", required=False)],
    }
    form_publish(
        walker.code, pages=pages(attachment("photo"), rows), title=words("Đơn có tệp đính kèm")
    )
    return walker


@pytest.fixture
def draft(walker):
    return draft_ready(walker.citizen, walker.commune)


def now(walker, draft):
    with scope_use(walker.citizen.scope):
        return draft_get(walker.citizen, draft.public_id)


def upload(walker, draft, question="photo", data=None, name="anh.pdf"):
    url = walker.url("file_attach", draft, "what", question)
    content = pdf_make(text=name) if data is None else data
    sent = {"file": SimpleUploadedFile(name, content, "application/pdf"), "action": "add"}
    return walker.post(url, sent)


def gaps(walker, draft):
    found = now(walker, draft)
    with scope_use(walker.citizen.scope):
        open_ = draft_gaps(found, form_get(found.form_id), version_get(found.version_id))
    return [(one.step, one.about) for one in open_]


def test_the_question_leads_to_its_files_and_saves_what_was_typed(walker, draft):
    url = walker.url("file_page", draft, "what")
    page = text(walker.get(url))
    assert 'value="files:photo"' in page
    sent = {"purpose": "Đang viết", "version": draft.version, "action": "files:photo"}
    there = walker.post(url, sent)["Location"]
    assert there == walker.url("file_attach", draft, "what", "photo")
    assert now(walker, draft).answers["purpose"] == "Đang viết"
    assert "Tệp photo" in text(walker.get(there))


def test_a_file_is_named_removable_and_needed(walker, draft):
    assert ("page:what", "Tệp photo") in gaps(walker, draft)
    assert upload(walker, draft).status_code == 302
    assert gaps(walker, draft) == []
    for page in ("file_attach", "file_page"):
        args = ["what", "photo"] if page == "file_attach" else ["what"]
        assert "anh.pdf" in text(walker.get(walker.url(page, draft, *args)))
    assert "anh.pdf" in text(walker.get(walker.url("file_check", draft)))
    (file,) = [one for one in now(walker, draft).files if one.component_id == 0]
    url = walker.url("file_attach", draft, "what", "photo")
    walker.post(url, {"action": f"remove:{file.id}"})
    assert [one for one in now(walker, draft).files if one.component_id == 0] == []
    assert ("page:what", "Tệp photo") in gaps(walker, draft)


def test_files_go_with_the_dossier_and_the_official_reads_their_names(walker, draft):
    upload(walker, draft)
    with scope_use(walker.citizen.scope):
        receipt = services.draft_send(
            citizen=walker.citizen, public_id=draft.public_id, declared=True
        )
    dossier = dossier_get(receipt.code)
    (file,) = [one for one in dossier.attachments if one.kind == "form"]
    assert file.name == "anh.pdf"
    assert dossier.content["answers"]["photo"] == [f"f{file.file_id}"]
    with scope_use(walker.citizen.scope):
        (row,) = dossier_rows(walker.citizen)
    assert FileRef(file.file_id, file.name) in [one["file"] for one in row["files"]]


def test_a_refused_file_says_why(walker, draft):
    answer = upload(walker, draft, data=b"MZ is a program", name="anh.pdf")
    assert answer.status_code == 422
    assert now(walker, draft).answers.get("photo") is None


def test_a_file_of_nobody_counts_for_nothing(walker, draft):
    url = walker.url("file_page", draft, "what")
    data = {"purpose": "Xin", "photo": "f999999", "version": draft.version}
    walker.post(url, data)
    assert ("page:what", "Tệp photo") in gaps(walker, draft)


def test_files_of_rows_stay_with_their_row(walker, draft):
    url = walker.url("file_page", draft, "what")
    data = {"purpose": "Xin", "papers:rows": "2", "action": "files:papers.1.scan"}
    there = walker.post(url, {**data, "version": draft.version})["Location"]
    assert there.endswith("/files/papers.1.scan/")
    upload(walker, draft, "papers.1.scan")
    mark = now(walker, draft).answers["papers"][1]["scan"]
    page = text(walker.get(url))
    assert f'name="papers.1.scan" value="{mark[0]}"' in page


def test_a_component_that_a_question_asks_for_is_not_asked_twice(system_scope):
    walker = Walker()
    asked = attachment("birth", component=2)
    form_publish(walker.code, pages=pages(asked), title=words("Đơn hỏi giấy chứng sinh"))
    draft = draft_ready(walker.citizen, walker.commune, files=0)
    papers = text(walker.get(walker.url("file_papers", draft)))
    assert "Giấy chứng sinh" not in papers
    upload(walker, draft, "birth")
    with scope_use(walker.citizen.scope):
        receipt = services.draft_send(
            citizen=walker.citizen, public_id=draft.public_id, declared=True
        )
    paper = dossier_get(receipt.code).components[1]
    assert [one.name for one in paper.files] == ["anh.pdf"]


def test_nobody_else_and_nowhere_else(walker, draft):
    url = walker.url("file_attach", draft, "what", "photo")
    assert walker.get(url, walker.stranger).status_code == 404
    assert walker.get(walker.url("file_attach", draft, "what", "purpose")).status_code == 404
    assert "/sign-in/" in walker.get(url, Client())["Location"]


def own_document(walker, **over):
    from motcua.documents.services import file_store
    from motcua.filing.models import StoreItem
    from motcua.kernel import clock
    from motcua.kernel.scope import SYSTEM

    with scope_use(SYSTEM):
        file = file_store(data=pdf_make(text="đã có"), name="da-co.pdf")
        fields = {
            "person_id": walker.citizen.person_id,
            "kind": "upload",
            "source_key": f"t:{file.id}",
            "name": "Giấy đã có",
            "dossier_code": "H19-1",
            "file_id": file.id,
            "sha256": file.sha256,
            "verified": False,
            "added_at": clock.now(),
            **over,
        }
        return StoreItem.objects.create(**fields)


def test_a_document_of_ones_own_is_used_in_one_click_and_the_officer_is_told(walker, draft):
    item = own_document(walker)
    url = walker.url("file_attach", draft, "what", "photo")
    page = text(walker.get(url))
    assert f"use:{item.pk}" in page
    assert walker.post(url, {"action": f"use:{item.pk}"}).status_code == 302
    (file,) = now(walker, draft).files_of(0)
    assert (file.source, file.item_id) == ("store", item.pk)
    page = text(walker.get(url))
    assert f"use:{item.pk}" not in page
    assert gaps(walker, draft) == []
    with scope_use(walker.citizen.scope):
        receipt = services.draft_send(
            citizen=walker.citizen, public_id=draft.public_id, declared=True
        )
    assert dossier_get(receipt.code).content["reused"][0]["file"] == item.file_id


def test_a_document_that_ended_or_is_anothers_is_not_used(walker, draft):
    from datetime import date

    from tests.builders.citizens import citizen_make

    ended = own_document(walker, valid_to=date(2020, 1, 1))
    url = walker.url("file_attach", draft, "what", "photo")
    assert f"use:{ended.pk}" not in text(walker.get(url))
    walker.post(url, {"action": f"use:{ended.pk}"})
    theirs = own_document(walker, person_id=citizen_make().person_id, source_key="x")
    assert walker.post(url, {"action": f"use:{theirs.pk}"}).status_code == 404
    assert walker.post(url, {"action": "use:x"}).status_code == 404
    assert now(walker, draft).files_of(0) == ()


def test_the_files_of_a_question_are_put_in_order(walker, draft):
    upload(walker, draft, name="một.pdf")
    upload(walker, draft, name="hai.pdf")
    url = walker.url("file_attach", draft, "what", "photo")
    one, two = now(walker, draft).files_of(0)
    assert now(walker, draft).answers["photo"] == [f"f{one.file_id}", f"f{two.file_id}"]
    walker.post(url, {"action": f"up:{two.id}"})
    assert now(walker, draft).answers["photo"] == [f"f{two.file_id}", f"f{one.file_id}"]
    walker.post(url, {"action": f"up:{two.id}"})  # it is the first already
    assert now(walker, draft).answers["photo"] == [f"f{two.file_id}", f"f{one.file_id}"]
    page = text(walker.get(url))
    assert page.index("hai.pdf") < page.index("một.pdf")
