"""The page of paper on the way: what each unit is shown, and a scanned code's way."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, commune_at_work, dossier_accepted, work_do
from tests.builders.identity import client_for
from tests.builders.manifests import begin, seen, sent

from motcua.dossiers.services.submit import tracking_url
from motcua.workflow.types import Act

pytestmark = pytest.mark.django_db
PAGE = "/office/manifests/"


@pytest.fixture
def commune(system_scope, settings):
    settings.DEFAULT_LANGUAGE = "en"
    with at():
        yield commune_at_work()


def text(answer):
    return answer.content.decode()


def test_empty_lists_say_what_will_stand_here(commune):
    assert "No paper is on the way" in text(client_for(commune.counter).get(PAGE))


def test_each_unit_sees_its_side(commune):
    code = dossier_accepted(commune)
    work_do(code, Act.ASSIGN, commune.leader, "assigned", assign_to=commune.specialist.account_id)
    page = text(client_for(commune.counter).get(PAGE))
    assert "To be sent" in page
    assert code in page
    assert code not in text(client_for(commune.specialist).get(PAGE))
    manifest_id = sent(commune, code)
    page = text(client_for(commune.specialist).get(PAGE))
    assert "To be confirmed by you" in page
    assert f"/office/manifests/{manifest_id}/" in page
    assert "On the way, sent by you" in text(client_for(commune.counter).get(PAGE))
    stranger = commune_at_work(name="Xa")
    assert f"/office/manifests/{manifest_id}/" not in text(client_for(stranger.counter).get(PAGE))


def test_a_scanned_code_leads_to_its_manifest(commune):
    code = dossier_accepted(commune)
    manifest_id = begin(commune, code)
    client = client_for(commune.counter)
    for words in (seen(manifest_id, commune).code, code, tracking_url(code)):
        answer = client.post(PAGE, {"code": words})
        assert answer["Location"] == f"/office/manifests/{manifest_id}/", words
    receiver = client_for(commune.specialist)
    for words in (seen(manifest_id, commune).code, "x\x00", "BG-x-2026-1", ""):
        assert receiver.post(PAGE, {"code": words})["Location"] == PAGE
