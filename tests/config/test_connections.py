"""What every connection of the program asks of the server."""

from __future__ import annotations

import pytest
from django.db import connection


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "value"), [("jit", "off"), ("plan_cache_mode", "force_generic_plan")]
)
def test_a_connection_asks_for_plans_and_no_compiling(name, value):
    with connection.cursor() as cursor:
        cursor.execute(f"SHOW {name}")
        assert cursor.fetchone() == (value,)
