"""The list of papers: what is there and what is open."""

from __future__ import annotations

from tests.portal.walking import text, walker

__all__ = ["walker"]


def test_the_form_itself_is_not_asked_as_a_paper(walker):
    page = text(walker.get(walker.url("file_papers", walker.begun())))
    assert "Giấy chứng sinh" in page
    assert "Tờ khai" not in page


def test_open_papers_keep_it_and_are_named(walker):
    answer = walker.post(walker.url("file_papers", walker.begun()))
    assert answer.status_code == 422


def test_settled_papers_lead_on(walker):
    draft = walker.ready()
    answer = walker.post(walker.url("file_papers", draft))
    assert answer["Location"] == walker.url("file_return", draft)


def test_another_persons_is_not_found(walker):
    assert walker.get(walker.url("file_papers", walker.begun()), walker.stranger).status_code == 404
