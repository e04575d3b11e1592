"""The sheet of a manifest: codes that a scanner reads, labels without names, form 06 with hops."""

from __future__ import annotations

import io

import pikepdf
import pytest
from tests.builders.dossiers import at, commune_at_work, dossier_accepted
from tests.builders.identity import client_for
from tests.builders.manifests import begin, seen, sent

from motcua.dossiers.queries import dossier_get
from motcua.dossiers.services import manifests as services
from motcua.office.counter.paper_prints import paper_hops_print

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune(system_scope):
    with at():
        yield commune_at_work()


def test_the_sheet_is_printed_for_both_sides_and_nobody_else(commune):
    manifest_id = begin(commune, *(dossier_accepted(commune) for _ in range(3)))
    address = f"/office/manifests/{manifest_id}/sheet/"
    answer = client_for(commune.counter).get(address)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "private, no-store"
    assert len(pikepdf.open(io.BytesIO(answer.content)).pages) == 2  # sheet, labels
    assert client_for(commune.specialist).get(address).status_code == 404
    services.manifest_send(actor=commune.counter, manifest_id=manifest_id)
    assert client_for(commune.specialist).get(address).status_code == 200


def test_an_empty_manifest_prints_its_sheet_alone(commune):
    manifest_id = begin(commune)
    answer = client_for(commune.counter).get(f"/office/manifests/{manifest_id}/sheet/")
    assert len(pikepdf.open(io.BytesIO(answer.content)).pages) == 1


def test_form_06_tells_each_way_of_the_paper(commune):
    code = dossier_accepted(commune)
    manifest_id = sent(commune, code)
    services.manifest_confirm_code(actor=commune.specialist, manifest_id=manifest_id, code=code)
    (hop,) = paper_hops_print(dossier_get(code).id)
    assert seen(manifest_id, commune).name in hop.step
    assert (hop.giver, hop.receiver) == (commune.counter.name, commune.specialist.name)
    assert hop.note == "đã nhận đủ lúc 09:00 10/09/2026"
    answer = client_for(commune.counter).get(f"/office/prints/{code}/06/")
    assert answer["Content-Type"] == "application/pdf"
