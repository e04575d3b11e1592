"""The result is the person's once it is issued."""

from __future__ import annotations

from motcua.workflow.types import Act
from tests.portal.owning import owned, url
from tests.portal.walking import walker

__all__ = ["walker"]


def test_the_result_is_downloaded_once_it_is_issued(walker):
    code = owned(walker, Act.APPROVE)
    assert walker.get(url("my_dossier_result", code, 1)).status_code == 404
    done = owned(walker)
    answer = walker.get(url("my_dossier_result", done, 1))
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert walker.get(url("my_dossier_result", done, 1), walker.stranger).status_code == 404
