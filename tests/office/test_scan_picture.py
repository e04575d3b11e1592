"""The picture of a page under work."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.builders.identity import actor_make, client_for
from tests.builders.scanned import component_of, picture_of

from motcua.dossiers.queries.digital import scan_of
from motcua.identity.types import Role
from motcua.kernel.audit import readings_of
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def scan_at(code):
    with scope_use(SYSTEM):
        return scan_of(component_of(code))


def upload(data=None, name="trang.jpg", kind="image/jpeg"):
    return SimpleUploadedFile(name, data or picture_of(), kind)


def test_a_page_of_another_component_s_dossier_is_not_there(commune, scan_code, scan_url):
    client = client_for(commune.counter)
    client.post(scan_url, {"act": "add", "file": upload()})
    one = scan_at(scan_code).pages[0]
    assert client.get(f"{scan_url}pages/{one.id}/").status_code == 200
    assert client.get(f"{scan_url}pages/999999/").status_code == 404


def test_one_reading_for_a_page_of_pictures_and_one_for_a_picture_without_it(
    commune, scan_code, scan_url
):
    client = client_for(commune.counter)
    client.post(scan_url, {"act": "add", "file": upload()})
    picture = f"{scan_url}pages/{scan_at(scan_code).pages[0].id}/"

    def told():
        rows = readings_of("019090000001")
        return sum(one.purpose == "digitisation of a component" for one in rows)

    before = told()
    client.get(scan_url)
    for _again in range(3):
        assert client.get(picture).status_code == 200
    assert told() == before + 1
    with scope_use(SYSTEM):
        other = client_for(actor_make(role=Role.COUNTER, unit=commune.centre))
    for _again in range(2):
        assert other.get(picture).status_code == 200
    assert told() == before + 2
    assert client_for(commune.specialist).get(picture).status_code in {403, 404}
