"""Separator sheets and labels of a dossier."""

from __future__ import annotations

import io

import pikepdf
import pytest
from tests.builders.dossiers import commune_at_work, dossier_registered
from tests.builders.identity import client_for
from tests.builders.procedures import component

from motcua.dossiers.models import Component
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def commune(db):
    with scope_use(SYSTEM):
        return commune_at_work(components=[component(), component("Giấy chứng sinh")])


def pages(answer):
    assert answer["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        return len(pdf.pages)


def test_a_sheet_a_component_or_labels_on_one_page(commune, scan_code):
    client = client_for(commune.counter)
    url = f"/office/dossiers/{scan_code}/labels/"
    assert pages(client.get(url)) == 2
    assert pages(client.get(f"{url}?component=1")) == 1
    assert pages(client.get(f"{url}?as=labels")) == 1
    assert pages(client.get(f"{url}?as=labels&skip=23")) == 2
    empty = client.get(f"{url}?component=77", follow=True).content.decode()
    assert "no component with paper" in empty
    stranger = commune_at_work(code="77777", name="Xa")
    assert client_for(stranger.counter).get(url).status_code == 404


def test_a_dossier_without_paper_has_no_label(commune):
    with scope_use(SYSTEM):
        code = dossier_registered(commune)
        Component.objects.filter(dossier__code=code).update(originals=0, copies=0)
    answer = client_for(commune.counter).get(f"/office/dossiers/{code}/labels/")
    assert answer["Location"] == f"/office/dossiers/{code}/scans/"
