"""The sheet of a manifest: codes that a scanner reads, labels without names, form 06 with hops."""

from __future__ import annotations

import io
import re
import subprocess

import pikepdf
import pytest
from tests.builders.codes import Code, codes_placed, codes_read
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


def lines_printed(data: bytes, codes: list[str]) -> list[Code]:
    """Return where the codes of dossiers stand in letters, page by page."""
    drawn = subprocess.run(
        ["pdftotext", "-bbox", "-", "-"], input=data, capture_output=True, check=True
    ).stdout.decode()
    found = []
    for page, words in enumerate(drawn.split("<page ")[1:]):
        for top, bottom, word in re.findall(
            r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">([^<]+)<', words
        ):
            if word in codes:
                found.append(Code(word, page, (float(top) + float(bottom)) / 2))
    return found


def test_each_line_and_each_label_bears_the_code_of_its_own_dossier(commune):
    codes = [dossier_accepted(commune) for _ in range(3)]
    manifest_id = begin(commune, *codes)
    name = seen(manifest_id, commune).code
    answer = client_for(commune.counter).get(f"/office/manifests/{manifest_id}/sheet/")
    read = codes_placed(answer.content)
    sheet = [one.text for one in sorted(read, key=lambda one: one.top) if one.page == 0]
    assert sheet == [name, *codes], "the manifest's own above its lines, in their order"
    assert sorted(one.text for one in read if one.page == 1) == sorted(codes)
    printed = lines_printed(answer.content, codes)
    for line in (one for one in read if one.text != name):
        beside = [one for one in printed if one.page == line.page and abs(one.top - line.top) < 35]
        assert line.text in {one.text for one in beside}, line
        if line.page == 0:
            nearest = min(beside, key=lambda one: abs(one.top - line.top))
            assert nearest.text == line.text


def test_an_empty_manifest_prints_its_sheet_alone(commune):
    manifest_id = begin(commune)
    answer = client_for(commune.counter).get(f"/office/manifests/{manifest_id}/sheet/")
    assert len(pikepdf.open(io.BytesIO(answer.content)).pages) == 1
    assert codes_read(answer.content) == [seen(manifest_id, commune).code]


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
