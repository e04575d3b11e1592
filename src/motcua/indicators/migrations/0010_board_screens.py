"""A wall screen opened by a link reads the sums of its own units, and writes nothing."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

POLICY = """CREATE POLICY screen ON {table} FOR SELECT
USING (unit_id = ANY((SELECT motcua_scope_board())::bigint[]));"""


def screened(table: str) -> migrations.RunSQL:
    """Let the scope of a board see its units' rows of a table of sums."""
    return migrations.RunSQL(POLICY.format(table=table), f"DROP POLICY screen ON {table};")


class Migration(migrations.Migration):
    """Two policies; whoever adds a table that boards read adds one for it too."""

    dependencies: ClassVar = [
        ("indicators", "0009_public_release_names"),
        ("reception", "0011_board_screens"),
    ]
    operations: ClassVar = [
        screened("indicators_step"),
        screened("indicators_total"),
    ]
