"""Parents with a code of their own; what each part waits for."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models

STATES = [(one, one) for one in ("running", "done", "partly", "ended")]


class Migration(migrations.Migration):
    """Columns."""

    dependencies: ClassVar = [("filing", "0005_export")]
    operations: ClassVar = [
        migrations.AddField(
            "group", "code", models.CharField(db_default="", default="", max_length=48)
        ),
        migrations.AddConstraint(
            "group",
            models.UniqueConstraint(
                condition=~models.Q(code=""), fields=("code",), name="group_code_once"
            ),
        ),
        migrations.AddField("group", "unit_id", models.BigIntegerField(null=True)),
        migrations.AddField(
            "group", "content_hash", models.CharField(db_default="", default="", max_length=64)
        ),
        migrations.AddField(
            "group",
            "state",
            models.CharField(choices=STATES, db_default="running", default="running", max_length=8),
        ),
        migrations.AddField("group", "ended_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "grouppart", "waits_for", models.JSONField(db_default=[], default=list)
        ),
        migrations.AddField(
            "grouppart", "basis", models.CharField(db_default="", default="", max_length=80)
        ),
    ]
