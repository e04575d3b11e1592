"""The result is the person's once it is issued."""

from __future__ import annotations

from dataclasses import replace

from motcua.workflow.types import Act
from tests.builders.citizens import client_of
from tests.portal.owning import owned, url
from tests.portal.walking import text, walker

__all__ = ["walker"]


def test_the_result_is_downloaded_once_it_is_issued(walker):
    code = owned(walker, Act.APPROVE)
    assert walker.get(url("my_dossier_result", code, 1)).status_code == 404
    done = owned(walker)
    answer = walker.get(url("my_dossier_result", done, 1))
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert walker.get(url("my_dossier_result", done, 1), walker.stranger).status_code == 404


def test_a_sitting_of_level_one_is_told_which_ways_remain(walker):
    page = url("my_dossier_result", owned(walker), 1)
    citizen = replace(walker.citizen, person=replace(walker.citizen.person, assurance=1))
    answer = walker.get(page, client_of(citizen))
    assert answer.status_code == 403
    assert "/units/" in text(answer)
