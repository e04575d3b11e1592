"""The scope reaches the database and ends with its block."""

from __future__ import annotations

import pytest
from django.db import connection

from motcua.kernel.scope import NOTHING, SYSTEM, scope_current, scope_units, scope_use


def setting() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('motcua.scope', true)")
        return cursor.fetchone()[0] or ""


@pytest.mark.django_db
def test_nested_scope_restores_the_outer_one():
    with scope_use(SYSTEM):
        with scope_use(scope_units([3, 1])):
            assert setting() == "{1,3}"
        assert setting() == "*"
        with pytest.raises(ZeroDivisionError), scope_use(scope_units([2])):
            _ = 1 / 0
        assert setting() == "*"
    assert scope_current() is NOTHING


def test_scope_ends_with_the_transaction(fresh_database):
    with scope_use(SYSTEM):
        assert setting() == "*"
    assert setting() == ""


@pytest.mark.django_db
def test_the_application_owns_nothing():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == ("motcua_app", False)
        cursor.execute(
            "SELECT count(*) FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner WHERE r.rolname = current_user"
        )
        assert cursor.fetchone() == (0,)
        cursor.execute(
            "SELECT has_table_privilege('kernel_accessrecord', 'UPDATE, DELETE, TRUNCATE')"
        )
        assert cursor.fetchone() == (False,)
