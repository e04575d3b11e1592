"""Stacks of papers: a list of what waits, a new one from the scanner."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.builders.dossiers import commune_at_work
from tests.builders.identity import client_for
from tests.builders.scans import jpeg, page_draw
from tests.builders.stacks import separator, stack_pdf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
URL = "/office/digitise/stacks/"


def upload(data, name="chong.pdf"):
    return SimpleUploadedFile(name, data, "application/pdf")


def test_a_stack_is_taken_in_and_waits_in_the_list(commune, scan_code):
    client = client_for(commune.counter)
    assert "No stack was scanned yet" in client.get(URL).content.decode()
    data = stack_pdf(separator(scan_code, 1, dpi=100), page_draw(dpi=100))
    answer = client.post(URL, {"file": [upload(data), upload(jpeg(page_draw(dpi=50)), "x.jpg")]})
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert "Stack of 3 pages" in page
    assert scan_code in page
    listed = client.get(URL).content.decode()
    assert "Waits for you" in listed
    assert answer["Location"] in listed
    stranger = commune_at_work(code="77777", name="Xa")
    assert answer["Location"] not in client_for(stranger.counter).get(URL).content.decode()


def test_what_is_no_stack_is_said_beside_what_was_taken(commune):
    client = client_for(commune.counter)
    answer = client.post(URL, {"file": upload(b"PK\x03\x04word/", "a.docx")}, follow=True)
    page = answer.content.decode()
    assert "a.docx" in page
    assert "office program" in page
    assert "Choose the file" in client.post(URL, {}, follow=True).content.decode()


def test_the_unit_is_one_s_own(commune):
    client = client_for(commune.counter)
    data = stack_pdf(page_draw(dpi=50))
    assert client.post(URL, {"file": upload(data), "unit": "999999"}).status_code == 404
    chosen = {"file": upload(data), "unit": commune.counter.postings[0].unit_id}
    assert client.post(URL, chosen).status_code == 302
