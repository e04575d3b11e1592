"""Switching for whom one acts."""

from __future__ import annotations

import pytest

from tests.builders.citizens import acting_for, citizen_make, client_of

pytestmark = pytest.mark.django_db


def test_one_acts_for_the_other_and_back():
    citizen, other = citizen_make(), citizen_make(name="Bà Mẫu")
    relation_id = acting_for(citizen, other).relation_id
    client = client_of(citizen)
    assert "Bà Mẫu" not in client.get("/my/").content.decode()
    assert client.post("/my/acting/", {"relation": relation_id}).url == "/my/"
    assert "Bà Mẫu" in client.get("/my/").content.decode()
    client.post("/my/acting/", {"relation": ""})
    assert "Bà Mẫu" not in client.get("/my/").content.decode()


def test_anothers_relation_is_not_there():
    relation_id = acting_for(citizen_make(), citizen_make()).relation_id
    answer = client_of(citizen_make()).post("/my/acting/", {"relation": relation_id})
    assert answer.status_code == 404
