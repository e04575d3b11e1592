"""Every verb of a dossier: its success, its refusals, its version."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.builders.api import api_for
from tests.builders.documents import pdf_make
from tests.builders.dossiers import (
    commune_at_work,
    dossier_accepted,
    dossier_at,
    dossier_registered,
)

from motcua.dossiers.models import Dossier, Event
from motcua.dossiers.queries import dossier_get
from motcua.workflow.types import Act

REASON = {"reason": "Thiếu giấy tờ"}
BASIS = {**REASON, "legal_basis": "Nghị định 118/2025/NĐ-CP"}
PAPERS = {**REASON, "items": ["Bản sao giấy khai sinh"]}


def verb(api, code, name, body=None, version="*", **over):
    return api.post(f"dossiers/{code}/{name}", body, version=version, **over)


@pytest.fixture
def people(commune):
    return {name: api_for(getattr(commune, name)) for name in ("counter", "specialist", "leader")}


def test_accept_starts_the_clock_and_answers_with_the_new_version(commune, counter):
    code = dossier_registered(commune)
    answer = verb(counter, code, "accept", version=1)
    assert (answer.status_code, answer.json()["status"]) == (200, 2)
    assert answer["ETag"] == f'"{answer.json()["version"]}"'
    assert dossier_get(code).due_at is not None


def test_without_the_version_nothing_changes(commune, counter):
    code = dossier_registered(commune)
    answer = counter.post(f"dossiers/{code}/accept")
    assert (answer.status_code, answer.json()["code"]) == (428, "version_missing")
    assert Dossier.objects.get().status == 1


@pytest.mark.parametrize("version", [7, "x", "9" * 12])
def test_a_stale_version_is_refused(commune, counter, version):
    code = dossier_registered(commune)
    answer = verb(counter, code, "accept", version=version)
    assert answer.status_code == 412
    assert Dossier.objects.get().status == 1


def test_the_second_of_two_accepts_is_told_so(commune, counter):
    code = dossier_registered(commune)
    verb(counter, code, "accept")
    again = verb(counter, code, "accept")
    assert (again.status_code, again.json()["code"]) == (409, "not_in_this_status")
    assert Event.objects.filter(type="accepted").count() == 1


def test_a_repeated_accept_with_its_key_is_one_accept(commune, counter):
    code = dossier_registered(commune)
    first = verb(counter, code, "accept", key="a")
    again = verb(counter, code, "accept", key="a")
    assert (again.status_code, again.content) == (first.status_code, first.content)
    other = counter.post(f"dossiers/{code}/withdraw", REASON, version="*", key="a")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


def test_missing_components_are_named(counter, commune):
    code = dossier_registered(commune, components=())
    answer = verb(counter, code, "accept")
    assert answer.json()["code"] == "components_missing"
    assert answer.json()["details"]["components"]


def test_refuse_supplement_withdraw(commune, counter):
    codes = [dossier_registered(commune) for _ in range(3)]
    assert verb(counter, codes[0], "refuse", BASIS).json()["status"] == 3
    assert verb(counter, codes[1], "request-supplement", PAPERS).json()["status"] == 5
    assert verb(counter, codes[2], "withdraw", REASON).json()["status"] == 7


def test_a_supplement_during_appraisal(commune, people):
    code = dossier_at(commune, Act.APPRAISE)
    proposed = verb(
        people["specialist"], code, "propose-supplement", {**PAPERS, "deadline": "2026-09-30"}
    )
    assert proposed.json()["status"] == 4
    assert verb(people["leader"], code, "approve-supplement", {}).json()["status"] == 5
    assert verb(people["counter"], code, "receive-supplement").json()["status"] == 4


def test_the_papers_of_a_supplement_come_with_its_receipt(commune, people):
    code = dossier_at(commune, Act.APPRAISE)
    verb(people["specialist"], code, "propose-supplement", PAPERS)
    verb(people["leader"], code, "approve-supplement", {})
    file = SimpleUploadedFile("don.pdf", pdf_make(), "application/pdf")
    stored = people["counter"].post("files", data={"file": file})
    component = commune.offering.version.components[0].id
    paper = {"component_id": component, "copies": 2}
    unknown = {**paper, "files": [{"sha256": "0" * 64}]}
    refused = verb(people["counter"], code, "receive-supplement", {"components": [unknown]})
    assert refused.json()["errors"][0]["field"] == "components.0.files.0.sha256"
    before = dossier_get(code)
    given = {**paper, "files": [{"sha256": stored.json()["sha256"], "name": "Đơn.pdf"}]}
    received = verb(people["counter"], code, "receive-supplement", {"components": [given]})
    assert received.json()["status"] == 4
    after = dossier_get(code)
    assert [file.name for file in after.components[0].files] == ["Đơn.pdf"]
    assert after.components[0].copies == before.components[0].copies + 2


def test_what_came_in_since_is_accepted_with_the_dossier(commune, counter):
    code = dossier_registered(commune, components=())
    assert verb(counter, code, "accept").json()["code"] == "components_missing"
    papers = [{"component_id": c.id, "originals": 1} for c in commune.offering.version.components]
    assert verb(counter, code, "accept", {"components": papers}).json()["status"] == 2
    twice = [papers[0], papers[0]]
    assert verb(counter, code, "accept", {"components": twice}).status_code == 422


def test_an_obligation_is_asked_for_and_fulfilled(people):
    commune = commune_at_work(pauses_for_obligation=True)
    machine = {name: api_for(getattr(commune, name)) for name in ("counter", "specialist")}
    code = dossier_at(commune, Act.APPRAISE)
    owed = {"payer": "Nguyễn Văn Mẫu", "notice_number": "TB-01", "amount_vnd": 1_000_000}
    asked = verb(machine["specialist"], code, "request-obligation", owed)
    assert asked.json()["status"] == 6
    paid = verb(machine["counter"], code, "fulfil-obligation", {"proof": "BL-77"})
    assert paid.json()["status"] == 4


def test_a_stop_needs_a_leader(commune, people):
    code = dossier_accepted(commune)
    body = {**BASIS, "kind": "final"}
    assert verb(people["counter"], code, "stop", body).status_code == 403
    assert verb(people["leader"], code, "stop", {**body, "kind": ""}).status_code == 422
    assert verb(people["leader"], code, "stop", body).json()["status"] == 8


def test_a_wrong_result_is_reopened(commune, people):
    code = dossier_at(commune, Act.RETURN)
    assert verb(people["counter"], code, "reopen", REASON).json()["status"] == 4


def test_a_fee_is_collected_once(counter):
    commune = commune_at_work()
    code = dossier_accepted(commune)
    machine = api_for(commune.counter)
    answer = verb(machine, code, "collect-fee", {"method": "cash"})
    again = verb(machine, code, "collect-fee", {"method": "cash"})
    assert {answer.status_code, again.status_code} <= {200, 409}
    assert again.json()["code"] == "nothing_to_pay"


def test_a_draft_is_named_by_its_hash(commune, people):
    code = dossier_at(commune, Act.APPRAISE)
    file = SimpleUploadedFile("kq.pdf", pdf_make(), "application/pdf")
    sha256 = people["specialist"].post("files", data={"file": file}).json()["sha256"]
    body = {"sha256": sha256, "file_name": "kq.pdf", "title": "Kết quả"}
    assert verb(people["specialist"], code, "draft-result", body).status_code == 200
    assert dossier_get(code).draft.sha256 == sha256
    unknown = verb(people["specialist"], code, "draft-result", {**body, "sha256": "0" * 64})
    assert unknown.json()["errors"][0]["field"] == "sha256"


VERBS = [
    ("accept", None),
    ("refuse", BASIS),
    ("request-supplement", PAPERS),
    ("receive-supplement", None),
    ("collect-fee", {}),
    ("fulfil-obligation", {"proof": "x"}),
    ("withdraw", REASON),
    ("reopen", REASON),
]


@pytest.mark.parametrize(("name", "body"), VERBS)
def test_a_dossier_elsewhere_is_not_there_for_any_verb(commune, elsewhere, counter, name, body):
    code = dossier_registered(elsewhere)
    foreign = verb(counter, code, name, body)
    nothing = verb(counter, "H99-000000-0000", name, body)
    assert foreign.status_code == nothing.status_code == 404
    assert foreign.json() == nothing.json()
    assert Dossier.objects.get().seq == 1


@pytest.mark.parametrize("body", [{}, {"reason": ""}, {"reason": "x", "status": 9}, [], "x"])
def test_a_reason_is_needed(commune, counter, body):
    code = dossier_registered(commune)
    answer = verb(counter, code, "withdraw", body)
    assert answer.status_code in {400, 422}
    assert Dossier.objects.get().status == 1
