"""A commune at work, and machines that act for its people."""

from __future__ import annotations

import pytest
from tests.builders.api import api_for
from tests.builders.dossiers import at, commune_at_work


@pytest.fixture(autouse=True)
def _morning():
    with at():
        yield


@pytest.fixture
def commune(system_scope):
    return commune_at_work()


@pytest.fixture
def elsewhere(system_scope):
    return commune_at_work(name="Phong Quang")


@pytest.fixture
def counter(commune):
    return api_for(commune.counter)
