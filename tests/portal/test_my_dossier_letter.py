"""The letters of the office are the person's own to keep."""

from __future__ import annotations

from motcua.dossiers.queries import dossier_get
from motcua.dossiers.services import dossier_withdraw
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act
from tests.builders.documents import pdf_text
from tests.portal.owning import owned, url
from tests.portal.walking import text, walker

__all__ = ["walker"]


def test_the_letter_stands_on_the_page_and_is_downloaded(walker):
    code = owned(walker, Act.APPRAISE)
    with scope_use(SYSTEM):
        dossier_withdraw(actor=walker.commune.counter, code=code, reason="Không còn nhu cầu")
        [paper] = dossier_get(code).papers
    page = url("my_dossier_letter", code, paper.id)
    told = text(walker.get(url("my_dossier", code)))
    assert page in told
    assert paper.number in told
    answer = walker.get(page)
    assert "attachment" in answer["Content-Disposition"]
    assert "Không còn nhu cầu" in pdf_text(answer.content)
    assert walker.get(page, walker.stranger).status_code == 404
    assert walker.get(url("my_dossier_letter", code, paper.id + 99)).status_code == 404
