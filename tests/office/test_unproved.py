"""Whoever decides by a board is told that its figures are not proved."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import commune_at_work
from tests.builders.identity import client_for
from tests.builders.published import proof_broken, proof_good

from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = pytest.mark.django_db
WARNED = "They do not agree with the sealed records"


@pytest.mark.parametrize("path", ["/office/board/", "/office/service-index/"])
def test_a_board_warns_while_something_is_broken(path):
    with scope_use(SYSTEM):
        commune = commune_at_work()
        proof_good()
    client = client_for(commune.leader)
    client.cookies["motcua_language"] = "en"
    answer = client.get(path)
    assert answer.status_code == 200
    assert WARNED not in answer.content.decode()
    with scope_use(SYSTEM):
        proof_broken()
    assert WARNED in client.get(path).content.decode()
