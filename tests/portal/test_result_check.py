"""Whoever holds a result, or the code on it, sees what it is worth."""

from __future__ import annotations

import logging
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from motcua.documents.queries import file_open
from motcua.documents.signatures.sign import pdf_sign
from motcua.dossiers import services
from motcua.dossiers.models import Paper
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.queries.papers import paper_pdf
from motcua.dossiers.services.papers import TOPIC, paper_make
from motcua.dossiers.types import StopKind
from motcua.kernel.outbox import Message
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.portal import proofs
from motcua.workflow.types import Act
from tests.builders.documents import pdf_make, pdf_text
from tests.builders.dossiers import (
    at,
    commune_at_work,
    dossier_at,
    dossier_registered,
    draft_add,
    work_do,
)
from tests.builders.letters import letter_signed
from tests.builders.paying import english_of, text
from tests.builders.signatures import commune_keys, order_make, signers, update_add

pytestmark = pytest.mark.usefixtures("db")
URL = "/verify/result/"


@pytest.fixture(autouse=True)
def quiet():
    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
    proofs._kept.clear()


@pytest.fixture
def visitor():
    return english_of(Client())


@pytest.fixture
def commune(tmp_path):
    with at():
        with scope_use(SYSTEM):
            made = commune_at_work()
        with signers(tmp_path / "keys", commune_keys(made)):
            yield made


def issue(commune):
    with scope_use(SYSTEM):
        return dossier_at(commune, Act.RETURN)


def result_of(code, place=-1):
    with scope_use(SYSTEM):
        found = dossier_get(code).results[place]
        with file_open(found.file_id) as stream:
            return found, stream.read()


def upload(visitor, data, name="ket-qua.pdf"):
    return visitor.post(URL, {"file": SimpleUploadedFile(name, data, "application/pdf")})


def test_code_and_file_say_who_signed_by_which_root_and_nothing_of_the_person(commune, visitor):
    code = issue(commune)
    found, data = result_of(code)
    shown = found.check_code.lower()
    by_code = text(visitor.get(URL, {"code": f"{shown[:4]}-{shown[4:8]} {shown[8:]}"}))
    by_file = text(upload(visitor, data))
    for page in (by_code, by_file):
        assert "This result is genuine and in force" in page
        assert "12/GXN-UBND" in page
        assert "Test Root" in page
        assert "PAdES B-B" in page
        assert "there is no time-stamp" in page
        assert "Nguyễn Văn Mẫu" not in page
        assert code not in page
    assert "byte for byte" in by_file
    assert "not kept" in by_file


def test_a_changed_copy_is_told_from_the_original(commune, visitor):
    _found, data = result_of(issue(commune))
    page = text(upload(visitor, update_add(data)))
    assert "something was added to it" in page
    assert "Broken" in page
    changed = bytearray(data)
    changed[data.index(b"/ByteRange") - 200] ^= 1
    page = text(upload(visitor, bytes(changed)))
    assert "genuine" not in page


def test_replaced_and_withdrawn_are_said(commune, visitor):
    code = issue(commune)
    old, _data = result_of(code)
    with scope_use(SYSTEM):
        services.dossier_reopen(actor=commune.counter, code=code, reason="Sai tên mẹ")
    page = text(visitor.get(URL, {"code": old.check_code}))
    assert "issued here, and withdrawn" in page
    assert "Sai tên mẹ" not in page
    with scope_use(SYSTEM):
        draft_add(commune, code)
        work_do(code, Act.APPRAISE, commune.specialist, "propose_approve")
        work_do(code, Act.APPROVE, commune.leader, "approved")
        work_do(code, Act.ISSUE, commune.clerk, "issued", number="13/GXN")
    assert "replaced by a later version" in text(visitor.get(URL, {"code": old.check_code}))


def test_a_result_without_signature_is_said_to_have_none(commune, visitor, settings):
    settings.SIGNERS_FILE, settings.UNSIGNED_UNITS = "", ["*"]
    _found, data = result_of(issue(commune))
    page = text(upload(visitor, data))
    assert "issued here, and is not digitally signed" in page
    assert "Not digitally signed" in page


def test_files_of_others_are_told_plainly(commune, visitor):
    stranger = pdf_sign(order_make(pdf_make(), key=f"unit:{commune.unit.code}", expects=""))
    assert "was not issued here. Its signatures hold" in text(upload(visitor, stranger.data))
    assert "nobody has signed it" in text(upload(visitor, pdf_make()))
    assert "not a PDF file" in text(upload(visitor, b"GIF89a"))
    assert "damaged" in text(upload(visitor, b"%PDF-1.7 nothing"))


def test_an_unknown_code_no_file_and_too_many_tries(visitor):
    assert visitor.get(URL).status_code == 200
    assert visitor.get(URL, {"code": "AAAA"}).status_code == 404
    assert visitor.post(URL).status_code == 422
    for _try in range(20):
        visitor.post(URL)
    assert visitor.post(URL).status_code == 429
    for _try in range(60):
        visitor.get(URL, {"code": "AAAA"})
    assert visitor.get(URL, {"code": "AAAA"}).status_code == 429


def test_a_file_that_is_too_large_is_not_read(visitor, settings):
    settings.UPLOAD_MAX_BYTES = 1000
    answer = upload(visitor, b"%PDF-1.7" + b"0" * 2000)
    assert answer.status_code == 422
    assert "too large" in answer.content.decode()


def test_an_official_form_tells_its_personal_signature_and_the_seal(commune, visitor):
    with scope_use(SYSTEM):
        code = dossier_at(commune, Act.APPRAISE)
        letter_signed(
            services.dossier_stop,
            actor=commune.leader, code=code, reason="Tranh chấp", legal_basis="Điều 5",
            kind=StopKind.FINAL,
        )  # fmt: skip
        before = paper_bytes(code)
        paper_make(Message(0, TOPIC, f"paper:{dossier_get(code).papers[-1].id}", {}))
        data = paper_bytes(code)
    page = text(upload(visitor, data))
    for line in (
        "This official form is genuine", "Notice of stop (form 05)", "01/TB-UBND",
        commune.leader.name, f"UBND {commune.unit.full_name}",
    ):  # fmt: skip
        assert line in page
    assert "Nguyễn Văn Mẫu" not in page
    assert "This official form is genuine" in text(upload(visitor, before)), "before the seal"
    changed = data[:-40] + bytes([data[-40] ^ 1]) + data[-39:]
    assert "This official form is genuine" not in text(upload(visitor, changed))


def test_the_code_on_a_letter_tells_which_letter_it_is_and_names_nobody(commune, visitor):
    with scope_use(SYSTEM):
        code = dossier_registered(commune)
        services.dossier_refuse(
            actor=commune.counter, code=code, reason="Sai thẩm quyền", legal_basis="Điều 5"
        )
        paper = dossier_get(code).papers[-1]
        printed = pdf_text(paper_bytes(code))
    seen = re.search(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}", printed)[0]
    assert visitor.get(URL, {"code": seen}).status_code == 404, "its file is not made yet"
    with scope_use(SYSTEM):
        paper_make(Message(0, TOPIC, f"paper:{paper.id}", {}))
        assert seen in pdf_text(paper_bytes(code))
    page = text(visitor.get(URL, {"code": seen.lower().replace("-", " ")}))
    for line in (
        "This official form was issued here, and is not digitally signed", "Refusal (form 03)",
        paper.number, commune.centre.full_name, "stored unchanged",
    ):  # fmt: skip
        assert line in page
    assert "Nguyễn Văn Mẫu" not in page
    other = seen[:-1] + ("0" if seen[-1] != "0" else "2")
    assert visitor.get(URL, {"code": other}).status_code == 404


def test_a_letter_signed_personally_bears_the_code_that_its_signature_covers(commune, visitor):
    with scope_use(SYSTEM):
        code = dossier_at(commune, Act.APPRAISE)
        letter_signed(
            services.dossier_stop,
            actor=commune.leader, code=code, reason="Tranh chấp", legal_basis="Điều 5",
            kind=StopKind.FINAL,
        )  # fmt: skip
        before = visitor.get(URL, {"code": Paper.objects.get().data["check_code"]})
        paper_make(Message(0, TOPIC, f"paper:{dossier_get(code).papers[-1].id}", {}))
        after = visitor.get(URL, {"code": Paper.objects.get().data["check_code"]})
    assert commune.leader.name in text(before)
    assert commune.leader.name in text(after)
    assert f"UBND {commune.unit.full_name}" in text(after)


def paper_bytes(code):
    dossier = dossier_get(code)
    return paper_pdf(dossier.id, dossier.papers[-1].id)[1]
