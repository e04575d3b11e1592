"""Uploads by the API: checked by content, refused in plain words, named by hash."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.builders.api import Api, api_for
from tests.builders.documents import pdf_make


def send(api, data, name="don.pdf", kind="application/pdf", **over):
    return api.post("files", data={"file": SimpleUploadedFile(name, data, kind)}, **over)


def test_a_file_is_taken_in_and_the_same_key_gives_the_same_answer(counter):
    first = send(counter, pdf_make(), key="f")
    assert first.status_code == 201, first.content
    again = send(counter, pdf_make(), key="f")
    assert (again.status_code, again.content) == (201, first.content)
    assert send(counter, pdf_make(pages=2), key="f").status_code == 422


@pytest.mark.parametrize("data", [b"", b"MZ\x90\x00", b"<script>alert(1)</script>"])
def test_what_is_no_document_is_refused(counter, data):
    answer = send(counter, data)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "file"
    assert answer.json()["code"].startswith("file.")


def test_a_mislabelled_file_is_refused(counter):
    assert send(counter, pdf_make(), "anh.png", "image/png").status_code == 422


def test_a_file_that_is_too_large_is_refused_before_it_is_read(counter, settings):
    settings.UPLOAD_MAX_BYTES = 1000
    answer = send(counter, b"%PDF-1.7" + b"0" * 200_000)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    slightly = send(counter, b"%PDF-1.7" + b"0" * 2000)
    assert slightly.status_code == 422


def test_only_a_form_is_taken(counter):
    answer = counter.post("files", {"file": "x"})
    assert answer.status_code == 415


def test_a_form_without_the_file_is_refused(counter):
    answer = counter.post("files", data={"other": "x"})
    assert answer.json()["errors"][0]["field"] == "file"


def test_a_leader_does_not_upload(commune):
    assert send(api_for(commune.leader), pdf_make()).status_code == 403
    assert send(Api(), pdf_make()).status_code == 401
