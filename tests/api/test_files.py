"""Uploads by the API: checked by content, refused in plain words, named by hash."""

from __future__ import annotations

import pikepdf
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


def scripted(text="mã"):
    """Return a PDF that runs a script when it is opened."""

    def change(pdf):
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")

    return pdf_make(text=text, change=change)


def test_active_content_is_refused_with_the_reason_and_cleaned_only_when_that_is_said(counter):
    refused = send(counter, scripted())
    assert (refused.status_code, refused.json()["code"]) == (422, "file.active")
    assert refused.json()["details"]["removable"] == ["JavaScript"]
    file = {"file": SimpleUploadedFile("don.pdf", scripted(), "application/pdf")}
    taken = counter.post("files?clean=true", data=file)
    assert taken.status_code == 201, taken.content
    assert taken.json()["cleaned"] == ["JavaScript"]
    assert taken.json()["sha256"] != taken.json()["received_sha256"]
    plain = send(counter, pdf_make(text="thường"))
    assert plain.json()["cleaned"] == []


def test_cleaning_makes_nothing_else_acceptable(counter):
    file = {"file": SimpleUploadedFile("don.pdf", b"MZ\x90\x00", "application/pdf")}
    assert counter.post("files?clean=true", data=file).status_code == 422
    file = {"file": SimpleUploadedFile("don.pdf", pdf_make(), "application/pdf")}
    assert counter.post("files?clean=perhaps", data=file).status_code == 422
