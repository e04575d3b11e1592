"""The whole country from the shipped data, for the few tests that need it.

Import the fixture into a conftest: `from tests.builders.country import country`. It loads once
for a module (about two seconds) in a transaction around the module's tests, rolled back after it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="module")
def country_loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Hold the country in an open transaction while the module's tests run."""
    from django.db import transaction

    from motcua.organisations.services import units_load

    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        try:
            units_load()
            yield
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


@pytest.fixture
def country(country_loaded: None, django_db_blocker: Any) -> Iterator[None]:
    """The country, with what the test itself writes rolled back to it. Replaces `db`."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
