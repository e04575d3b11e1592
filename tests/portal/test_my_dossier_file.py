"""Files that were handed in are the person's own to read."""

from __future__ import annotations

from motcua.dossiers.queries import dossier_get
from motcua.workflow.types import Act
from tests.portal.owning import owned, url
from tests.portal.test_receipt import sent
from tests.portal.walking import walker

__all__ = ["walker"]


def test_ones_own_file_is_a_download_and_anothers_is_not_found(walker):
    code = sent(walker).code
    files = [a.id for a in dossier_get(code).attachments]
    assert files
    for one in files:
        answer = walker.get(url("my_dossier_file", code, one))
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert walker.get(url("my_dossier_file", code, one), walker.stranger).status_code == 404


def test_what_the_office_works_on_is_not_found(walker):
    code = owned(walker, Act.APPROVE)
    shown = {"component", "other"}
    drafts = [a.id for a in dossier_get(code).attachments if a.kind not in shown]
    for one in (*drafts, 999_999):
        assert walker.get(url("my_dossier_file", code, one)).status_code == 404
