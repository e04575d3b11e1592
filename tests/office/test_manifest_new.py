"""Beginning a manifest: with the dossiers that were ticked."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, commune_at_work, dossier_accepted, dossier_registered
from tests.builders.identity import client_for

from motcua.dossiers.models import Manifest

pytestmark = pytest.mark.django_db
NEW = "/office/manifests/new/"


@pytest.fixture
def commune(system_scope, settings):
    settings.DEFAULT_LANGUAGE = "en"
    with at():
        yield commune_at_work()


def test_ticked_dossiers_stand_on_it_and_what_cannot_is_told(commune):
    code, fresh = dossier_accepted(commune), dossier_registered(commune)
    data = {"from": commune.centre.id, "to": commune.office.id, "code": [code, fresh]}
    page = client_for(commune.counter).post(NEW, data, follow=True).content.decode()
    assert "Manifest 1/2026" in page
    assert code in page
    assert f"{fresh}: This dossier has no paper" in page


@pytest.mark.parametrize("to", ["", "x", "9" * 30])
def test_a_damaged_form_makes_nothing(commune, to):
    data = {"from": commune.centre.id, "to": to}
    assert client_for(commune.counter).post(NEW, data)["Location"] == "/office/manifests/"
    assert not Manifest.objects.exists()


def test_a_unit_that_is_not_there_is_told(commune):
    data = {"from": commune.centre.id, "to": 999_999_999}
    page = client_for(commune.counter).post(NEW, data, follow=True).content.decode()
    assert "There is no unit 999999999" in page
    assert not Manifest.objects.exists()


def test_nobody_begins_one_for_another_unit(commune):
    data = {"from": commune.centre.id, "to": commune.office.id}
    answer = client_for(commune.specialist).post(NEW, data, follow=True)
    assert "None of your postings allows this here" in answer.content.decode()
    assert client_for(commune.director).post(NEW, data).status_code == 404
    assert not Manifest.objects.exists()
