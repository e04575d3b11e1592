"""Whoever tracks a dossier reads it and writes nothing (threat T2).

Until here one policy per table held for reading and writing alike, so that the scope of one
dossier could have written what it may only see. Now the walls are for units and for the system,
and what the scope of a dossier shows is a policy of its own, for SELECT.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from motcua.kernel.rls import ALL, DOSSIER, UNITS

CHILDREN = (
    "party",
    "component",
    "attachment",
    "fee",
    "supplementrequest",
    "obligation",
    "result",
    "event",
)
OF_DOSSIER = """workflow_process.subject LIKE 'dossier:%' AND EXISTS (SELECT 1 FROM dossiers_dossier d
  WHERE d.id = split_part(workflow_process.subject, ':', 2)::bigint)"""
OF_PROCESS = "EXISTS (SELECT 1 FROM workflow_process p WHERE p.id = process_id)"


def child_of(table: str) -> str:
    """Return that the dossier of a row is visible."""
    return f"EXISTS (SELECT 1 FROM dossiers_dossier d WHERE d.id = {table}.dossier_id)"


def split(table: str, policy: str, *, before: str, writes: str, reads: str) -> migrations.RunSQL:
    """Narrow a policy to `writes` and show the rest by `reads`, for SELECT only."""
    return migrations.RunSQL(
        f"""
        ALTER POLICY {policy} ON {table} USING ({writes}) WITH CHECK ({writes});
        CREATE POLICY tracking ON {table} FOR SELECT USING ({reads});
        """,
        f"""
        DROP POLICY tracking ON {table};
        ALTER POLICY {policy} ON {table} USING ({before}) WITH CHECK ({before});
        """,
    )


def child_split(table: str) -> migrations.RunSQL:
    """Split the wall of a table whose rows belong to a dossier."""
    return split(
        table,
        "wall",
        before=f"{ALL} OR {child_of(table)}",
        writes=f"{ALL} OR {DOSSIER} IS NULL AND {child_of(table)}",
        reads=f"dossier_id = {DOSSIER}",
    )


class Migration(migrations.Migration):
    """Policies only; the tables of `workflow` follow their process, as its own walls say."""

    dependencies: ClassVar = [("dossiers", "0003_process_wall"), ("workflow", "0002_walls")]
    operations: ClassVar = [
        split(
            "dossiers_dossier",
            "wall",
            before=f"{ALL} OR visible_units && {UNITS} OR id = {DOSSIER}",
            writes=f"{ALL} OR visible_units && {UNITS}",
            reads=f"id = {DOSSIER}",
        ),
        *(child_split(f"dossiers_{child}") for child in CHILDREN),
        split(
            "workflow_process",
            "of_dossier",
            before=OF_DOSSIER,
            writes=f"{DOSSIER} IS NULL AND {OF_DOSSIER}",
            reads=f"subject = 'dossier:' || {DOSSIER}",
        ),
        split(
            "workflow_workitem",
            "wall",
            before=f"{ALL} OR unit_id = ANY({UNITS}::bigint[]) OR {OF_PROCESS}",
            writes=f"{ALL} OR unit_id = ANY({UNITS}::bigint[]) OR {DOSSIER} IS NULL AND {OF_PROCESS}",
            reads=f"{DOSSIER} IS NOT NULL AND {OF_PROCESS}",
        ),
        split(
            "workflow_handover",
            "wall",
            before=f"{ALL} OR {OF_PROCESS}",
            writes=f"{ALL} OR {DOSSIER} IS NULL AND {OF_PROCESS}",
            reads=f"{DOSSIER} IS NOT NULL AND {OF_PROCESS}",
        ),
    ]
