"""A file of a question is announced to come in pieces."""

from __future__ import annotations

from tests.portal.test_file_attach import draft, walker

__all__ = ["draft", "walker"]

TUS = {"Tus-Resumable": "1.0.0"}


def begin(walker, draft, length, question="photo", client=None):
    url = walker.url("file_attach_upload", draft, "what", question)
    sent = {**TUS, "Upload-Length": str(length), "Upload-Metadata": "filename eC5wZGY="}
    return walker.post(url, None, client, headers=sent)


def test_it_answers_where_the_pieces_go(walker, draft):
    begun = begin(walker, draft, 100)
    assert begun.status_code == 201
    assert "/files/photo/uploads/" in begun["Location"]


def test_another_version_of_the_protocol_is_refused(walker, draft):
    url = walker.url("file_attach_upload", draft, "what", "photo")
    assert walker.post(url, headers={"Upload-Length": "1"}).status_code == 412


def test_nowhere_else_and_for_nobody_else(walker, draft):
    assert begin(walker, draft, 100, "purpose").status_code == 404
    assert begin(walker, draft, 100, client=walker.stranger).status_code == 404
