"""Migrations of tables that are written all day: nothing is scanned or built under a lock."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import connection
from django.db.migrations import AddIndex


def test_the_index_of_work_held_for_others_is_built_beside_the_work():
    migration = import_module("motcua.workflow.migrations.0006_for_account").Migration
    built = [one for one in migration.operations if isinstance(one, AddIndex)]
    assert [type(one) for one in built] == [AddIndexConcurrently]
    assert migration.atomic is False


@pytest.mark.django_db
def test_its_key_and_index_hold():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT convalidated FROM pg_constraint WHERE contype = 'f'"
            " AND conname LIKE 'workflow_workitem_for_account_id%%'"
            " UNION ALL SELECT indisvalid FROM pg_index WHERE indexrelid = 'item_for'::regclass",
            [],
        )
        assert cursor.fetchall() == [(True,), (True,)]
