"""Pieces of a file that a question asks for."""

from __future__ import annotations

from motcua.filing.queries import draft_get
from motcua.kernel.scope import scope_use
from tests.builders.documents import pdf_make
from tests.portal.test_file_attach import draft, walker
from tests.portal.test_file_attach_upload import TUS, begin

__all__ = ["draft", "walker"]


def send(walker, url, data, client=None):
    return (client or walker.client).patch(
        url,
        data,
        content_type="application/offset+octet-stream",
        headers={**TUS, "Upload-Offset": "0"},
    )


def files(walker, draft):
    with scope_use(walker.citizen.scope):
        found = draft_get(walker.citizen, draft.public_id)
    return [one.name for one in found.files if one.component_id == 0]


def test_the_last_piece_stores_the_file_with_its_question(walker, draft):
    data = pdf_make(text="pieces")
    there = begin(walker, draft, len(data))["Location"]
    assert send(walker, there, data).status_code == 204
    assert files(walker, draft) == ["x.pdf"]


def test_what_is_refused_leaves_nothing_in_the_answer(walker, draft):
    there = begin(walker, draft, 20)["Location"]
    assert send(walker, there, b"MZ this is a program").status_code == 422
    assert files(walker, draft) == []


def test_another_persons_is_not_found(walker, draft):
    there = begin(walker, draft, 20)["Location"]
    assert send(walker, there, b"x" * 20, walker.stranger).status_code == 404
