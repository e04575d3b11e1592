"""Persons read what is theirs; the operations write. Officials see the claims made to their unit."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from motcua.kernel.rls import PERSONS, UNITS, wall

MINE = f"ANY({PERSONS}::bigint[])"


def readable(table: str, condition: str) -> migrations.RunSQL:
    """Show rows to persons, who never write them."""
    return migrations.RunSQL(
        f"CREATE POLICY citizen ON {table} FOR SELECT USING ({condition});",
        f"DROP POLICY citizen ON {table};",
    )


class Migration(migrations.Migration):
    """Policies, not tables."""

    dependencies: ClassVar = [("citizens", "0001_initial"), ("kernel", "0005_scope_persons")]
    operations: ClassVar = [
        wall("citizens_person", "false"),
        readable("citizens_person", f"id = {MINE}"),
        wall("citizens_formeraccount", "false"),
        readable("citizens_formeraccount", f"person_id = {MINE}"),
        wall("citizens_relation", f"unit_id = ANY({UNITS}::bigint[])"),
        readable("citizens_relation", f"person_id = {MINE} OR subject_id = {MINE}"),
    ]
