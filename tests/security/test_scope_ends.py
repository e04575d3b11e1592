"""The scope ends with its transaction, whatever happened in it, also on a pooled connection."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction

from motcua.kernel.scope import SYSTEM, scope_units, scope_use

pytestmark = pytest.mark.invariant


def rows(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def setting() -> str:
    return str(rows("SELECT coalesce(current_setting('motcua.scope', true), '')")[0][0])


def test_a_scope_ends_with_its_transaction_on_a_connection_that_is_used_again(fresh_database):
    with scope_use(SYSTEM):
        assert setting() == "*"
        first = rows("SELECT pg_backend_pid()")
    assert setting() == ""
    with pytest.raises(RuntimeError), scope_use(SYSTEM):
        raise RuntimeError
    assert setting() == ""
    with pytest.raises(ProgrammingError), scope_use(SYSTEM):
        rows("SELECT * FROM there_is_no_such_table")
    assert setting() == ""
    with scope_use(scope_units([7])):
        with pytest.raises(ProgrammingError), scope_use(SYSTEM):
            rows("SELECT * FROM there_is_no_such_table")
        assert setting() == "{7}"
        with scope_use(SYSTEM):
            assert setting() == "*"
        assert setting() == "{7}"
    assert setting() == ""
    assert rows("SELECT pg_backend_pid()") == first, "one connection all along, as from a pool"


def test_a_rolled_back_page_leaves_no_scope_behind(fresh_database):
    with transaction.atomic(), scope_use(SYSTEM):
        transaction.set_rollback(True)
    assert setting() == ""
    assert rows("SELECT count(*) FROM dossiers_dossier") == [(0,)]
