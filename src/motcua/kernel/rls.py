"""Row-level security as migration operations: one way to write a wall.

Every table of personal data has ROW LEVEL SECURITY enabled and forced, so that even its owner
sees nothing without a scope. The condition of a policy is SQL over the table's columns and the
functions `motcua_scope_all()`, `motcua_scope_units()`, `motcua_scope_ranges()`,
`motcua_scope_persons()` and `motcua_scope_dossier()`.
"""

from __future__ import annotations

from django.db import migrations

ALL = "(SELECT motcua_scope_all())"
UNITS = "(SELECT motcua_scope_units())"
RANGES = "(SELECT motcua_scope_ranges())"
PERSONS = "(SELECT motcua_scope_persons())"
DOSSIER = "(SELECT motcua_scope_dossier())"


def of_units(column: str) -> str:
    """Return the condition that a column names a unit of the scope, as fast for many as for one.

    A wide scope is written as ranges (`kernel.scopes`), which are searched in 30 ns, an array of
    17,000 in 800. `UNITS` is evaluated for the first row outside of the ranges.
    """
    return f"{column} <@ {RANGES} OR {column} = ANY({UNITS}::bigint[])"


def wall(table: str, condition: str) -> migrations.RunSQL:
    """Show and accept rows of `table` only under the system's scope or where `condition` holds."""
    rule = f"{ALL} OR {condition}"
    return migrations.RunSQL(
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY wall ON {table} USING ({rule}) WITH CHECK ({rule});
        """,
        f"""
        DROP POLICY wall ON {table};
        ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
        ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
        """,
    )


def wall_changed(table: str, *, before: str, now: str) -> migrations.RunSQL:
    """Let the wall of `table` ask another condition, for whoever is not the system."""

    def change(condition: str) -> str:
        rule = f"{ALL} OR {condition}"
        return f"ALTER POLICY wall ON {table} USING ({rule}) WITH CHECK ({rule});"

    return migrations.RunSQL(change(now), change(before))


def append_only(table: str) -> migrations.RunSQL:
    """Let the application add rows to `table` and read them, and nothing else."""
    return migrations.RunSQL(
        f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM motcua_app;",
        f"GRANT UPDATE, DELETE ON {table} TO motcua_app;",
    )


def kept(table: str) -> migrations.RunSQL:
    """Let the application delete nothing from a table whose rows change."""
    return migrations.RunSQL(
        f"REVOKE DELETE, TRUNCATE ON {table} FROM motcua_app;",
        f"GRANT DELETE ON {table} TO motcua_app;",
    )
