"""Who filed online gets the slip as at the counter, once the dossier is accepted."""

from __future__ import annotations

from motcua.dossiers.slip_paper import slip_pdf
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act
from tests.builders.documents import pdf_text
from tests.portal.owning import owned, url
from tests.portal.test_receipt import sent
from tests.portal.walking import text, walker

__all__ = ["walker"]


def test_the_slip_stands_on_the_page_and_is_downloaded(walker):
    code = owned(walker, Act.APPRAISE)
    page = url("my_dossier_slip", code)
    assert page in text(walker.get(url("my_dossier", code)))
    answer = walker.get(page)
    assert answer["Content-Disposition"] == f'attachment; filename="{code}-form-01.pdf"'
    with scope_use(SYSTEM):
        assert pdf_text(answer.content) == pdf_text(slip_pdf(code))
    assert walker.get(page, walker.stranger).status_code == 404


def test_before_acceptance_there_is_none(walker):
    code = sent(walker).code
    page = url("my_dossier_slip", code)
    assert page not in text(walker.get(url("my_dossier", code)))
    assert walker.get(page).status_code == 404
