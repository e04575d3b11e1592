"""Downloads of all data: asked for by a person, written by the operations, read by that person."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models
from django.db.models import Q

import motcua.filing.models
from motcua.kernel.rls import PERSONS, wall

STATES = [(one, one) for one in ("waiting", "ready", "gone", "failed")]


class Migration(migrations.Migration):
    """Table and wall."""

    dependencies: ClassVar = [("filing", "0004_store")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Export",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "public_id",
                    models.CharField(
                        default=motcua.filing.models.public_id_make, max_length=32, unique=True
                    ),
                ),
                ("person_id", models.BigIntegerField()),
                ("subject_id", models.BigIntegerField()),
                ("relation_id", models.BigIntegerField(null=True)),
                ("language", models.CharField(max_length=2)),
                ("state", models.CharField(choices=STATES, default="waiting", max_length=8)),
                ("volumes", models.JSONField(default=list)),
                ("requested_at", models.DateTimeField()),
                ("ready_at", models.DateTimeField(null=True)),
                ("expires_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["subject_id", "person_id", "-id"], name="export_of")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person_id", "subject_id"),
                        name="export_waiting_once",
                        condition=Q(state="waiting"),
                    ),
                    models.CheckConstraint(
                        condition=~Q(state="ready") | Q(expires_at__isnull=False),
                        name="export_ready_ends",
                    ),
                ],
            },
        ),
        wall("filing_export", "false"),
        migrations.RunSQL(
            "CREATE POLICY citizen ON filing_export FOR SELECT"
            f" USING (subject_id = ANY({PERSONS}::bigint[]));",
            "DROP POLICY citizen ON filing_export;",
        ),
    ]
