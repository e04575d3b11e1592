"""A process shows itself wherever its dossier does (tracking, units that joined later)."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

OF_DOSSIER = """workflow_process.subject LIKE 'dossier:%' AND EXISTS (SELECT 1 FROM dossiers_dossier d
  WHERE d.id = split_part(workflow_process.subject, ':', 2)::bigint)"""


class Migration(migrations.Migration):
    """One more permissive policy on a table of a lower package; its rows know no dossier."""

    dependencies: ClassVar = [("dossiers", "0002_walls"), ("workflow", "0002_walls")]
    operations: ClassVar = [
        migrations.RunSQL(
            f"CREATE POLICY of_dossier ON workflow_process"
            f" USING ({OF_DOSSIER}) WITH CHECK ({OF_DOSSIER});",
            "DROP POLICY of_dossier ON workflow_process;",
        ),
    ]
