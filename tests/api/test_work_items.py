"""Work by the API: the list, claim and release, assign, hand over, complete."""

from __future__ import annotations

import pytest
from django.db import connection
from tests.builders.api import api_for
from tests.builders.dossiers import dossier_accepted, dossier_at, draft_add
from tests.builders.signatures import commune_keys, signers

from motcua.api import signing
from motcua.documents.signatures.sign import pdf_sign
from motcua.dossiers.queries import dossier_get
from motcua.identity.models import Account
from motcua.kernel.scope import NOTHING, scope_current
from motcua.workflow.types import Act


def items(api, query=""):
    return api.get(f"work-items{query}").json()["items"]


def do(api, item, verb, body=None, version=None):
    version = item["version"] if version is None else version
    return api.post(f"work-items/{item['id']}/{verb}", body, version=version)


def username(actor):
    return Account.objects.get(pk=actor.account_id).username


@pytest.fixture
def leader(commune):
    return api_for(commune.leader)


@pytest.fixture
def specialist(commune):
    return api_for(commune.specialist)


def test_the_way_of_a_dossier_by_the_api_alone(commune, counter, leader, specialist):
    clerk = api_for(commune.clerk)
    code = dossier_accepted(commune)
    (item,) = items(leader, "?act=assign")
    assert (item["dossier"], item["unit"]["code"]) == (code, item["unit"]["code"])
    body = {"outcome": "assigned", "assign_to": username(commune.specialist)}
    assert do(leader, item, "complete", body).json()["status"] == 4
    draft_add(commune, code)
    (item,) = items(specialist, "?view=mine")
    done = do(specialist, item, "complete", {"outcome": "propose_approve"})
    assert done["ETag"] == f'"{dossier_get(code).version}"'
    (item,) = items(leader, "?act=approve")
    assert do(leader, item, "complete", {"outcome": "approved"}).status_code == 200
    (item,) = items(clerk, "?act=issue")
    assert do(clerk, item, "complete", {"outcome": "issued"}).status_code == 422
    number = {"outcome": "issued", "number": "12/GXN"}
    assert do(clerk, item, "complete", number).json()["status"] == 9
    (item,) = items(counter, "?act=return")
    given = {"outcome": "given", "receiver_name": "Nguyễn Văn Mẫu", "return_method": 0}
    assert do(counter, item, "complete", given).json()["status"] == 10
    assert items(counter) == []


def test_claim_and_release(commune, specialist, leader):
    dossier_at(commune, Act.APPROVE)
    (item,) = items(leader, "?act=approve&view=unclaimed")
    claimed = do(leader, item, "claim")
    assert claimed.json()["claimed_by"] == username(commune.leader)
    stale = do(leader, item, "release")
    assert stale.status_code == 412
    assert do(leader, claimed.json(), "release").json()["claimed_by"] == ""
    assert do(specialist, item, "claim", version="*").status_code == 403


def test_the_version_is_needed(commune, leader):
    dossier_accepted(commune)
    (item,) = items(leader, "?act=assign")
    answer = leader.post(f"work-items/{item['id']}/claim")
    assert answer.status_code == 428


def test_assign_to_a_person_of_the_unit(commune, leader):
    dossier_accepted(commune)
    (item,) = items(leader, "?act=assign")
    body = {"assignee": username(commune.leader)}
    assert do(leader, item, "assign", body).json()["claimed_by"] == body["assignee"]
    unknown = do(leader, item, "assign", {"assignee": "nobody"}, version="*")
    assert unknown.json()["errors"][0]["field"] == "assignee"


def test_bulk_assignment_names_what_it_could_not_do(commune, leader):
    dossier_accepted(commune)
    dossier_accepted(commune)
    seen = [{"id": one["id"], "version": one["version"]} for one in items(leader, "?act=assign")]
    seen[1]["version"] += 7
    body = {"items": seen, "assignee": username(commune.leader)}
    report = leader.post("work-items/assign", body).json()
    assert report["done"] == [seen[0]["id"]]
    assert [one["id"] for one in report["failed"]] == [seen[1]["id"]]


def test_a_hand_over_is_confirmed_by_the_receiver(commune, specialist):
    dossier_at(commune, Act.APPRAISE)
    (item,) = items(specialist, "?act=appraise")
    handed = do(specialist, item, "hand-over", {"unit": f"{commune.unit.code}.kt"})
    assert handed.status_code in {200, 409, 422}, handed.content
    nowhere = do(specialist, item, "hand-over", {"unit": "nowhere"}, version="*")
    assert nowhere.json()["errors"][0]["field"] == "unit"


def test_confirming_what_was_not_handed_over_is_refused(commune, specialist):
    dossier_at(commune, Act.APPRAISE)
    (item,) = items(specialist, "?act=appraise")
    assert do(specialist, item, "confirm-receipt").status_code == 409


def test_pages_follow_each_other(commune, leader):
    for _ in range(3):
        dossier_accepted(commune)
    first = leader.get("work-items?limit=2&act=assign").json()
    second = leader.get(first["next"]).json()
    ids = [one["id"] for one in first["items"] + second["items"]]
    assert len(set(ids)) == 3
    assert second["next"] is None


@pytest.mark.parametrize(
    "query", ["view=all", "act=dance", "bucket=x", "after=x", "after=2026-01-01~1", "limit=999"]
)
def test_a_wrong_list_is_refused(leader, query):
    assert leader.get(f"work-items?{query}").status_code == 422


@pytest.mark.parametrize(
    ("verb", "body"),
    [
        ("claim", None),
        ("release", None),
        ("assign", {"assignee": "x"}),
        ("confirm-receipt", None),
        ("hand-over", {"unit": "x"}),
        ("complete", {"outcome": "x"}),
    ],
)
def test_work_of_another_commune_is_not_there(commune, elsewhere, leader, verb, body):
    code = dossier_accepted(elsewhere)
    item = next(one for one in dossier_get(code).items if one.state.is_live)
    foreign = leader.post(f"work-items/{item.id}/{verb}", body, version="*")
    nothing = leader.post(f"work-items/{item.id + 10**9}/{verb}", body, version="*")
    assert foreign.status_code == nothing.status_code
    assert foreign.json() == nothing.json()
    assert items(leader) == []


def test_a_seal_waits_for_its_key_outside_of_any_transaction(commune, tmp_path, monkeypatch):
    clerk, asked = api_for(commune.clerk), []

    def sign(order):
        asked.append((scope_current(), len(connection.savepoint_ids)))
        return pdf_sign(order)

    monkeypatch.setattr(signing, "pdf_sign", sign)
    with signers(tmp_path / "keys", commune_keys(commune)) as folder:
        code = dossier_at(commune, Act.ISSUE)
        (item,) = items(clerk, "?act=issue")
        body = {"outcome": "issued", "number": "12/GXN"}
        outside = len(connection.savepoint_ids) + 1  # the caller's own, made by the test
        secret = (folder / "passphrase").read_bytes()
        (folder / "passphrase").unlink()
        away = clerk.post(
            f"work-items/{item['id']}/complete", body, version=item["version"], key="one"
        )
        assert (away.status_code, away.json()["code"]) == (409, "signing_key_away")
        assert dossier_get(code).status == 4
        (folder / "passphrase").write_bytes(secret)
        for _time in range(2):  # the key was not spent by the refusal; the repetition is the same
            done = clerk.post(
                f"work-items/{item['id']}/complete", body, version=item["version"], key="one"
            )
            assert (done.status_code, done.json()["status"]) == (200, 9)
    assert asked == [(NOTHING, outside)] * len(asked)
    (result,) = clerk.get(f"dossiers/{code}").json()["results"]
    assert [one["role"] for one in result["signatures"]] == ["personal", "seal"]
    assert result["signatures"][1]["level"] == "B-B"
    assert len(result["signatures"][1]["fingerprint"]) == 64
    assert len(result["check_code"]) == 16


def test_no_program_signs_for_a_leader(commune, leader, tmp_path):
    with signers(tmp_path / "keys", commune_keys(commune)):
        code = dossier_at(commune, Act.APPROVE)
        (item,) = items(leader, "?act=approve")
        refused = do(leader, item, "complete", {"outcome": "approved"})
    assert (refused.status_code, refused.json()["code"]) == (409, "sign_in_person")
    assert dossier_get(code).results[-1].signatures == ()
