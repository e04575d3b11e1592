"""The pages of one component under work."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.builders.identity import client_for
from tests.builders.scanned import component_of, picture_of, scan_made

from motcua.dossiers.queries.digital import scan_of
from motcua.dossiers.scan_types import ScanState
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def scan_at(code):
    with scope_use(SYSTEM):
        return scan_of(component_of(code))


def upload(data=None, name="trang.jpg", kind="image/jpeg"):
    return SimpleUploadedFile(name, data or picture_of(), kind)


def test_a_picture_is_taken_in_straightened_and_shown(commune, scan_code, scan_url):
    client = client_for(commune.counter)
    assert "No pages yet" in client.get(scan_url).content.decode()
    answer = client.post(scan_url, {"act": "add", "file": [upload(), upload(picture_of(2))]})
    assert answer["Location"] == scan_url
    page = client.get(scan_url).content.decode()
    assert page.count("dots per inch") == 2
    one = scan_at(scan_code).pages[0]
    for kind in ("", "?as=taken"):
        picture = client.get(f"{scan_url}pages/{one.id}/{kind}")
        assert picture.status_code == 200
        assert picture["X-Content-Type-Options"] == "nosniff"


def test_what_is_no_picture_is_refused_in_words(commune, scan_code, scan_url):
    client = client_for(commune.counter)
    answer = client.post(scan_url, {"act": "add", "file": upload(b"nothing")}, follow=True)
    assert "We cannot tell what kind of file this is" in answer.content.decode()
    assert "Choose a picture" in client.post(scan_url, {"act": "add"}, follow=True).content.decode()
    assert scan_at(scan_code) is None


def test_pages_are_moved_turned_taken_away_and_made_into_a_pdf(commune, scan_code, scan_url):
    client = client_for(commune.counter)
    client.post(scan_url, {"act": "add", "file": [upload(), upload(picture_of(2))]})
    first, second = scan_at(scan_code).pages

    def press(**data):
        return client.post(scan_url, {"change": scan_at(scan_code).change, **data}, follow=True)

    press(act="move", page=second.id, to=1)
    assert [one.id for one in scan_at(scan_code).pages] == [second.id, first.id]
    press(act="turn", page=first.id, turn=180)
    assert scan_at(scan_code).pages[1].turn == 180
    press(act="corners", page=first.id, corner=["0", "0", "100", "0", "100", "50", "0", "50"])
    assert scan_at(scan_code).pages[1].corners[2] == (1.0, 0.5)
    assert "cannot be done" in press(act="corners", page=first.id, corner=["x"]).content.decode()
    press(act="remove", page=first.id)
    assert "1 page taken away" in client.get(scan_url).content.decode()
    stale = client.post(scan_url, {"act": "remove", "page": second.id, "change": 1}, follow=True)
    assert "Somebody else has changed these pages" in stale.content.decode()
    assert "Compare with the original" in press(act="finish", declared=1).content.decode()
    assert scan_at(scan_code).state is ScanState.MADE


def test_others_get_a_404(commune, scan_code, scan_url):
    assert client_for(commune.specialist).get(scan_url).status_code in {403, 404}
    stranger = scan_url.replace(str(component_of(scan_code)), "999999")
    assert client_for(commune.counter).get(stranger).status_code == 404
    assert (
        client_for(commune.counter).post(scan_url, {"act": "explode", "page": 1}).status_code == 404
    )


def test_pages_are_put_aside(commune, scan_code, scan_url):
    with scope_use(SYSTEM):
        made = scan_made(commune, scan_code)
    client = client_for(commune.counter)
    answer = client.post(scan_url, {"act": "drop", "change": made.change}, follow=True)
    assert "The pages were put aside" in answer.content.decode()
    assert scan_at(scan_code) is None
