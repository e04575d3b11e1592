"""Statements run as they are planned: none is compiled first (`jit`).

The planner takes what a board reads of totals for thousands of times what it is (it cannot know
how few rows lie after a day), and a server with LLVM would compile for longer than it reads.
Whoever does not own the database is told to ask who does.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

SET = """
DO $$
BEGIN
  EXECUTE format('ALTER DATABASE %I {}', current_database());
EXCEPTION WHEN insufficient_privilege THEN
  RAISE WARNING 'set jit to off for this database: its owner may';
END $$;
"""


class Migration(migrations.Migration):
    """A setting of the database; it holds from the next connection on."""

    dependencies: ClassVar = [("kernel", "0008_touched")]
    operations: ClassVar = [
        migrations.RunSQL(SET.format("SET jit = off"), SET.format("RESET jit")),
    ]
