"""The language of messages and pages."""

from __future__ import annotations

import pytest

from motcua.citizens.models import Person
from motcua.kernel.scope import SYSTEM, scope_use
from tests.builders.citizens import citizen_make, client_of

pytestmark = pytest.mark.django_db


def test_it_is_remembered_for_the_person_and_this_device():
    client = client_of(citizen_make())
    assert client.post("/my/language/", {"language": "id"}).cookies["motcua_language"].value == "id"
    with scope_use(SYSTEM):
        assert Person.objects.get().language == "id"
    assert client.post("/my/language/", {"language": "xx"}).status_code == 404
