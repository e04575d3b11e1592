"""The paper of a request, for its officers alone."""

from __future__ import annotations

import pytest
from tests.builders.citizens import relation_asked
from tests.builders.identity import actor_make, client_for
from tests.builders.organisations import unit_make

from motcua.identity.types import Role

pytestmark = pytest.mark.django_db


def test_the_paper_is_a_download_for_the_officers_of_the_unit():
    unit = unit_make()
    path = f"/office/relations/{relation_asked(unit_id=unit.id)}/proof/"
    answer = client_for(actor_make(role=Role.COUNTER, unit=unit)).get(path)
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert "attachment" in answer["Content-Disposition"]
    assert client_for(actor_make(role=Role.COUNTER)).get(path).status_code == 404
