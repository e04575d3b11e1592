"""Ending a relation at the portal."""

from __future__ import annotations

import pytest

from tests.builders.citizens import acting_for, citizen_make, client_of

pytestmark = pytest.mark.django_db


def test_who_is_represented_ends_it_and_the_other_acts_for_oneself_at_once():
    citizen, other = citizen_make(), citizen_make(name="Bà Mẫu")
    acting = acting_for(citizen, other)
    client = client_of(acting)
    assert "Bà Mẫu" in client.get("/my/").content.decode()
    path = f"/my/relations/{acting.relation_id}/end/"
    assert client_of(citizen_make()).post(path).status_code == 404
    assert client_of(other).post(path).url == "/my/relations/"
    assert "Bà Mẫu" not in client.get("/my/").content.decode()
