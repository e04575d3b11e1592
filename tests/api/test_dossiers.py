"""Handing in, finding and reading dossiers: receipts, refusals at the field, walls."""

from __future__ import annotations

import copy
import unicodedata
from datetime import datetime, timedelta

import pytest
from tests.builders.api import Api, api_for, submission_json
from tests.builders.documents import pdf_make
from tests.builders.dossiers import commune_at_work, dossier_registered
from tests.builders.procedures import fee

from motcua.deadlines.rules import DayReason, Names
from motcua.deadlines.services import calendar_entry_add
from motcua.dossiers.models import Dossier
from motcua.dossiers.services.verify import chains_verify
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.kernel.models import AccessRecord, IdempotencyKey
from motcua.kernel.signing import signature_valid


def test_a_submission_is_answered_with_a_receipt_that_can_be_checked(commune, counter):
    answer = counter.post("dossiers", submission_json(commune))
    assert answer.status_code == 201, answer.content
    receipt = answer.json()
    assert signature_valid(receipt["signed_text"], receipt["signature"])
    assert receipt["code"] in receipt["signed_text"]
    assert answer["Location"] == f"/api/v1/dossiers/{receipt['code']}"
    assert (answer["ETag"], receipt["status"]) == ('"1"', 1)
    assert Dossier.objects.get(code=receipt["code"]).status == 1


def test_a_submission_can_be_accepted_at_once(commune, counter):
    answer = counter.post("dossiers", submission_json(commune, accept=True))
    assert (answer.status_code, answer.json()["status"], answer["ETag"]) == (201, 2, '"2"')
    shown = counter.get(f"dossiers/{answer.json()['code']}")
    assert shown.json()["due_why"]
    assert shown["ETag"] == '"2"'


def test_a_day_off_that_was_just_declared_counts_for_the_next_submission(commune, counter):
    """What the process remembers of the calendar is not what it was: no date is told that is over."""

    def due():
        answer = counter.post("dossiers", submission_json(commune, accept=True))
        return counter.get(f"dossiers/{answer.json()['code']}").json()["due_at"]

    before = due()
    for _more in range(2):  # by now everything is remembered
        assert due() == before
    calendar_entry_add(
        unit_id=None,
        date=clock.today() + timedelta(days=1),
        reason=DayReason.CLOSED,
        names=Names("Bão số 9", "Typhoon 9"),
        source="12/CĐ-UBND",
    )
    after = due()
    assert datetime.fromisoformat(after) >= datetime.fromisoformat(before) + timedelta(days=1)


def test_the_fee_is_reckoned_by_quantity_case_and_groups_as_at_the_counter(system_scope):
    place = commune_at_work(
        fees=[
            {**fee(2_000), "charge": "c", "per": "page", "first": 1, "last": 2, "exempt": ["poor"]},
            {**fee(1_000), "charge": "c", "per": "page", "first": 3, "exempt": ["poor"]},
            {**fee(30_000), "charge": "l", "case": "late"},
            {**fee(0), "charge": "l", "case": "on_time"},
        ],
    )
    person = api_for(place.counter)
    body = submission_json(place, fee_quantity=3, fee_copies=2, fee_case="late")

    def owed(**over):
        answer = person.post("dossiers", {**body, **over})
        assert answer.status_code == 201, answer.content
        fees = person.get(f"dossiers/{answer.json()['code']}").json()["fees"]
        return [one["amount_vnd"] * one["quantity"] for one in fees]

    assert owed() == [10_000, 90_000]
    assert owed(fee_case="on_time", fee_copies=1) == [5_000]
    assert owed(fee_groups=["poor"]) == [0, 90_000]
    wrong = person.post("dossiers", {**body, "fee_groups": ["rich"]})
    assert wrong.status_code == 422
    assert "fee_groups" in wrong.content.decode()


def test_the_same_key_gives_the_same_answer_and_one_dossier(commune, counter):
    first = counter.post("dossiers", submission_json(commune), key="k-1")
    again = counter.post("dossiers", submission_json(commune), key="k-1")
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert (again["ETag"], again["Location"]) == (first["ETag"], first["Location"])
    assert again["Idempotency-Replayed"] == "true"
    assert Dossier.objects.count() == 1


def test_another_body_under_the_same_key_is_refused(commune, counter):
    counter.post("dossiers", submission_json(commune), key="k-1")
    other = counter.post("dossiers", submission_json(commune, sets=2), key="k-1")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert Dossier.objects.count() == 1


def test_a_refused_submission_leaves_neither_dossier_nor_key(commune, counter):
    body = submission_json(commune)
    body["parties"][0]["name"] = ""
    refused = counter.post("dossiers", body, key="k-1")
    assert refused.status_code == 422
    assert (Dossier.objects.count(), IdempotencyKey.objects.count()) == (0, 0)
    assert counter.post("dossiers", submission_json(commune), key="k-1").status_code == 201


@pytest.mark.parametrize("key", ["", "x" * 256])
def test_a_key_that_is_no_key_is_refused(commune, counter, key):
    answer = counter.post("dossiers", submission_json(commune), key=key)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "Idempotency-Key")


def test_decomposed_vietnamese_is_kept_composed(commune, counter):
    body = submission_json(commune)
    body["parties"][0]["name"] = unicodedata.normalize("NFD", "Nguyễn Thị Bưởi")
    assert counter.post("dossiers", body).status_code == 201
    assert Dossier.objects.get().applicant_name == "Nguyễn Thị Bưởi"


WRONG = [
    ("procedure", None, "procedure"),
    ("unit", 5437, "unit"),
    ("unit", "99999", "unit"),
    ("sets", "1", "sets"),
    ("sets", True, "sets"),
    ("sets", 0, "sets"),
    ("channel", 4, "channel"),
    ("channel", "1", "channel"),
    ("parties", [], "parties"),
    ("status", 9, "status"),
    ("parties.0.birth_date", "2026-02-30", "parties.0.birth_date"),
    ("parties.0.birth_date", 946684800, "parties.0.birth_date"),
    ("parties.0.birth_date", "2031-01-01", "parties.0.birth_date"),
    ("parties.0.name", "x" * 201, "parties.0.name"),
    ("parties.0.name", ["x"], "parties.0.name"),
    ("parties.0.id_number", "12", "parties.0.id_number"),
    ("parties.0.email", "nobody", "parties.0.email"),
    ("parties.0.is_verified", True, "parties.0.is_verified"),
    ("components.0.component_id", 2**63, "components.0.component_id"),
    ("components.0.component_id", 999_999, "components.0.component_id"),
    ("components.0.originals", -1, "components.0.originals"),
    ("components.0.files", [{"sha256": "0" * 64}], "components.0.files.0.sha256"),
    ("declared_at", "2026-09-10T09:00:00", "declared_at"),
    ("fee", 0, "fee"),
    ("support_unit", "nowhere", "support_unit"),
]


@pytest.mark.parametrize(("path", "value", "field"), WRONG)
def test_what_is_wrong_is_named_at_its_field(commune, counter, path, value, field):
    body = copy.deepcopy(submission_json(commune))
    place = body
    *way, last = path.split(".")
    for step in way:
        place = place[int(step) if step.isdigit() else step]
    place[last] = value
    answer = counter.post("dossiers", body)
    assert answer.status_code == 422, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert field in [one["field"] for one in answer.json()["errors"]]
    assert Dossier.objects.count() == 0


def test_messages_come_in_the_language_asked_for(commune, counter):
    body = submission_json(commune, unit="99999")
    texts = {
        language: counter.post(f"dossiers?lang={language}", body).json()["detail"]
        for language in ("vi", "en", "id")
    }
    assert len(set(texts.values())) == 3
    answer = counter.post("dossiers", body, headers={"Accept-Language": "id, en;q=0.5"})
    assert (answer.json()["detail"], answer["Content-Language"]) == (texts["id"], "id")


def test_a_procedure_that_is_not_offered_is_refused(commune, counter):
    answer = counter.post("dossiers", submission_json(commune, procedure="9.999999"))
    assert answer.status_code == 404
    assert answer.json()["code"] == "procedure_not_offered"


def test_uploaded_files_are_attached_by_hash(commune, counter):
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile("don.pdf", pdf_make(), "application/pdf")
    stored = counter.post("files", data={"file": file})
    assert stored.status_code == 201, stored.content
    body = submission_json(commune)
    body["components"][0]["files"] = [{"sha256": stored.json()["sha256"], "name": "Đơn.pdf"}]
    code = counter.post("dossiers", body).json()["code"]
    shown = counter.get(f"dossiers/{code}").json()
    assert shown["components"][0]["files"][0]["name"] == "Đơn.pdf"


def test_a_dossier_of_another_commune_is_not_there(commune, elsewhere, counter):
    code = dossier_registered(elsewhere)
    foreign = counter.get(f"dossiers/{code}")
    nothing = counter.get("dossiers/H99-000000-0000")
    assert foreign.status_code == nothing.status_code == 404
    assert foreign.json() == nothing.json()
    assert counter.get(f"dossiers?q={code}").json()["items"] == []
    assert counter.get(f"dossiers?unit={elsewhere.unit.code}").json()["items"] == []


def test_nobody_hands_in_at_another_commune(commune, elsewhere, counter):
    body = submission_json(elsewhere)
    answer = counter.post("dossiers", body)
    assert answer.status_code == 403
    assert Dossier.objects.count() == 0


def test_a_search_is_narrowed_and_paged_by_key(commune, counter):
    codes = [dossier_registered(commune) for _ in range(3)]
    first = counter.get("dossiers?limit=2&status=1&status=2").json()
    second = counter.get(first["next"]).json()
    assert [one["code"] for one in first["items"] + second["items"]] == codes[::-1]
    assert second["next"] is None
    assert counter.get("dossiers?status=9").json()["items"] == []
    assert counter.get("dossiers?submitted_from=2026-09-11").json()["items"] == []
    assert len(counter.get(f"dossiers?unit={commune.unit.code}").json()["items"]) == 3


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("status=11", "status"),
        ("limit=0", "limit"),
        ("limit=many", "limit"),
        ("submitted_from=2026-02-30", "submitted_from"),
        ("after=nowhere", "after"),
        ("expand=parties", "expand"),
        ("lang=fr", "lang"),
    ],
)
def test_a_wrong_search_is_named_at_its_parameter(counter, query, field):
    answer = counter.get(f"dossiers?{query}")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"].startswith(field)


def test_reading_is_written_down(commune, counter):
    code = dossier_registered(commune)
    counter.get(f"dossiers/{code}")
    record = AccessRecord.objects.get()
    assert record.subject == f"dossier:{Dossier.objects.get().pk}"
    assert record.account_id == commune.counter.account_id


def test_tokens_open_only_their_scopes(commune):
    reader = api_for(commune.counter, Action.DOSSIER_READ)
    refused = reader.post("dossiers", submission_json(commune))
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")
    assert reader.get("dossiers").status_code == 200


def test_a_token_that_sees_no_dossiers_writes_none(commune):
    writer = api_for(commune.counter, Action.DOSSIER_INTAKE)
    refused = writer.post("dossiers", submission_json(commune))
    assert (refused.status_code, refused.json()["code"]) == (403, "scope_missing")


@pytest.mark.parametrize("token", ["", "motcua_wrong", "motcua_\u00e9"])
def test_without_a_good_token_nothing_opens(commune, token):
    answer = Api(token).get("dossiers")
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert answer["Content-Type"] == "application/problem+json"


def test_a_session_is_no_token(commune):
    from tests.builders.identity import client_for

    answer = client_for(commune.counter).get("/api/v1/dossiers")
    assert answer.status_code == 401


def test_the_chain_of_what_came_by_the_api_is_whole(commune, counter):
    counter.post("dossiers", submission_json(commune, accept=True))
    assert list(chains_verify()) == []


def test_one_commune_never_sees_the_other_in_a_list(elsewhere, counter):
    dossier_registered(elsewhere)
    assert counter.get("dossiers").json()["items"] == []
