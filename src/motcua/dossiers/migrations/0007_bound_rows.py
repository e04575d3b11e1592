"""What stands beside a dossier is bound to its events; free texts leave the events for a row."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Func

import motcua.dossiers.models
from motcua.kernel.rls import ALL, DOSSIER, PERSONS, UNITS, append_only

TABLE = "dossiers_reason"
OF = f"EXISTS (SELECT 1 FROM dossiers_dossier d WHERE d.id = {TABLE}.dossier_id)"
WRITES = f"{ALL} OR {UNITS} <> '{{}}' AND {OF}"


class Migration(migrations.Migration):
    """A salt for every dossier (each its own, the old ones too), the table and its walls."""

    dependencies: ClassVar = [("dossiers", "0006_visible_persons")]
    operations: ClassVar = [
        migrations.AddField(
            "dossier",
            "salt",
            models.BinaryField(
                default=motcua.dossiers.models.salt_make,
                db_default=Func(Func(function="gen_random_uuid"), function="uuid_send"),
            ),
        ),
        migrations.CreateModel(
            name="Reason",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seq", models.PositiveIntegerField()),
                ("reason", models.TextField()),
                ("legal_basis", models.TextField(blank=True, default="")),
                (
                    "dossier",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossiers.dossier",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("dossier", "seq"), name="reason_seq_once")
                ],
            },
        ),
        migrations.RunSQL(
            f"""
            ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY;
            ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY;
            CREATE POLICY wall ON {TABLE} USING ({WRITES}) WITH CHECK ({WRITES});
            CREATE POLICY tracking ON {TABLE} FOR SELECT USING (dossier_id = {DOSSIER});
            CREATE POLICY citizen ON {TABLE} FOR SELECT USING ({PERSONS} <> '{{}}' AND {OF});
            """,
            f"DROP POLICY wall ON {TABLE}; DROP POLICY tracking ON {TABLE};"
            f" DROP POLICY citizen ON {TABLE}; ALTER TABLE {TABLE} NO FORCE ROW LEVEL SECURITY;"
            f" ALTER TABLE {TABLE} DISABLE ROW LEVEL SECURITY;",
        ),
        append_only("dossiers_reason"),
    ]
