"""Download of a version of the result."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.builders.dossiers import at, commune_at_work, dossier_at
from tests.builders.identity import client_for
from tests.office.acting import dossier_url, get, records

from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def code(commune):
    with scope_use(SYSTEM), at():
        return dossier_at(commune, Act.APPROVE)


def test_the_draft_can_be_read_before_it_is_approved(commune, code):
    before = records()
    answer = get(commune.leader, dossier_url(code, "results/1"))
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert records() == before + 1


def test_a_version_that_does_not_exist_is_not_found(commune, code):
    assert get(commune.leader, dossier_url(code, "results/2")).status_code == 404


def test_others_get_nothing(commune, code):
    with scope_use(SYSTEM), at():
        other = commune_at_work(code="05437", name="Phong Quang")
    url = dossier_url(code, "results/1")
    assert get(other.leader, url).status_code == 404
    assert Client().get(url).status_code == 302
    assert client_for(commune.leader).post(url).status_code == 405
