"""Going on with a draft after a break."""

from __future__ import annotations

from motcua.kernel import clock
from tests.builders.procedures import version_make
from tests.portal.walking import text, walker

__all__ = ["walker"]


def test_it_leads_to_the_first_step_that_is_not_done(walker):
    draft = walker.begun()
    answer = walker.get(walker.url("file_go", draft))
    assert answer["Location"] == walker.url("file_page", draft, "you")
    ready = walker.ready()
    assert walker.get(walker.url("file_go", ready))["Location"] == walker.url("file_fees", ready)


def test_a_newer_procedure_is_taken_over_and_told(walker):
    draft = walker.ready()
    version_make(code=walker.code, effective_from=clock.now(), limit="5wd")
    url = walker.url("file_go", draft)
    assert walker.get(url).status_code == 200
    answer = walker.post(url)
    assert answer.status_code == 302
    page = text(walker.get(answer["Location"]))
    assert "changed" in page or "thay đổi" in page


def test_another_persons_is_not_found(walker):
    assert walker.get(walker.url("file_go", walker.begun()), walker.stranger).status_code == 404
