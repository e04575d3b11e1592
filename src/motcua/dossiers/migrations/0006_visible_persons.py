"""A dossier filed from home shows itself to whom it is for; they read, the operations write.

Until here "not the scope of one dossier" meant "a unit's scope". With a third kind of scope the
walls for writing name what they mean: a scope of units.
"""

from __future__ import annotations

from typing import ClassVar

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models
from django.db.models import Q

from motcua.kernel.rls import ALL, DOSSIER, PERSONS, UNITS

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
BY_UNITS = f"{UNITS} <> '{{}}'"
OF_DOSSIER = """workflow_process.subject LIKE 'dossier:%' AND EXISTS (SELECT 1 FROM dossiers_dossier d
  WHERE d.id = split_part(workflow_process.subject, ':', 2)::bigint)"""
OF_PROCESS = "EXISTS (SELECT 1 FROM workflow_process p WHERE p.id = process_id)"


def opened(table: str, policy: str, *, before: str, writes: str, reads: str) -> migrations.RunSQL:
    """Narrow the policy to scopes of units; persons read by a policy of their own."""
    return migrations.RunSQL(
        f"""
        ALTER POLICY {policy} ON {table} USING ({writes}) WITH CHECK ({writes});
        CREATE POLICY citizen ON {table} FOR SELECT USING ({reads});
        """,
        f"""
        DROP POLICY citizen ON {table};
        ALTER POLICY {policy} ON {table} USING ({before}) WITH CHECK ({before});
        """,
    )


def child_opened(table: str) -> migrations.RunSQL:
    """Open a table whose rows belong to a dossier."""
    of = f"EXISTS (SELECT 1 FROM dossiers_dossier d WHERE d.id = {table}.dossier_id)"
    return opened(
        table,
        "wall",
        before=f"{ALL} OR {DOSSIER} IS NULL AND {of}",
        writes=f"{ALL} OR {BY_UNITS} AND {of}",
        reads=f"{PERSONS} <> '{{}}' AND {of}",
    )


class Migration(migrations.Migration):
    """A column, its index, policies."""

    dependencies: ClassVar = [("dossiers", "0005_track_mark"), ("kernel", "0005_scope_persons")]
    operations: ClassVar = [
        migrations.AddField(
            "dossier",
            "visible_persons",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), db_default=[], default=list, size=None
            ),
        ),
        migrations.AddIndex(
            "dossier",
            django.contrib.postgres.indexes.GinIndex(
                condition=~Q(visible_persons=[]),
                fields=["visible_persons"],
                name="dossier_persons",
            ),
        ),
        migrations.RunSQL(
            "CREATE POLICY citizen ON dossiers_dossier FOR SELECT"
            f" USING (visible_persons && {PERSONS});",
            "DROP POLICY citizen ON dossiers_dossier;",
        ),
        *(child_opened(f"dossiers_{child}") for child in CHILDREN),
        opened(
            "workflow_process",
            "of_dossier",
            before=f"{DOSSIER} IS NULL AND {OF_DOSSIER}",
            writes=f"{BY_UNITS} AND {OF_DOSSIER}",
            reads=f"{PERSONS} <> '{{}}' AND {OF_DOSSIER}",
        ),
        opened(
            "workflow_workitem",
            "wall",
            before=f"{ALL} OR unit_id = ANY({UNITS}::bigint[]) OR {DOSSIER} IS NULL AND {OF_PROCESS}",
            writes=f"{ALL} OR unit_id = ANY({UNITS}::bigint[]) OR {BY_UNITS} AND {OF_PROCESS}",
            reads=f"{PERSONS} <> '{{}}' AND {OF_PROCESS}",
        ),
        opened(
            "workflow_handover",
            "wall",
            before=f"{ALL} OR {DOSSIER} IS NULL AND {OF_PROCESS}",
            writes=f"{ALL} OR {BY_UNITS} AND {OF_PROCESS}",
            reads=f"{PERSONS} <> '{{}}' AND {OF_PROCESS}",
        ),
    ]
