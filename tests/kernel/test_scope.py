"""The scope reaches the database and ends with its block."""

from __future__ import annotations

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.kernel.scope import NOTHING, SYSTEM, scope_board, scope_current, scope_units, scope_use
from motcua.kernel.scopes import MANY


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


UNITS = st.sets(
    st.one_of(st.integers(1, 2 * MANY + 20), st.integers(1, 20_000), st.just(2**62)),
    max_size=3 * MANY,
)


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(UNITS)
def test_a_scope_names_its_units_and_no_others_here_and_in_the_database(units):
    """As a list or as ranges: what was put in comes out, unit by unit, beside each of them too."""
    scope = scope_units(units)
    assert scope.unit_ids == units
    asked = sorted(units | {one + step for one in units for step in (-1, 1)})
    with scope_use(scope), connection.cursor() as cursor:
        cursor.execute(
            "SELECT motcua_scope_units(), array(SELECT one FROM unnest(%s::bigint[]) AS one"
            " WHERE one <@ motcua_scope_ranges())",
            [asked],
        )
        named, within = cursor.fetchone()
    assert sorted(named) == sorted(units)
    assert set(within) == (units if len(units) > MANY else set())


def test_a_country_is_one_range():
    assert scope_units(range(1, 17_472)).setting == "{[1,17472)}"
    assert scope_units([*range(1, 60), *range(70, 80)]).setting == "{[1,60),[70,80)}"
    assert scope_units([]) is NOTHING
    assert scope_board(range(1, 100)).unit_ids == frozenset(), "a screen writes nothing"


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
