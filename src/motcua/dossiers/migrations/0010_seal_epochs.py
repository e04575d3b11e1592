"""A seal says whose transaction numbers it counts; an anchor lets sealing go on after a restore."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Three columns; seals of before keep them empty, and their signed text."""

    dependencies: ClassVar = [("dossiers", "0009_tracking")]
    operations: ClassVar = [
        migrations.AddField(
            "seal", "cluster", models.CharField(db_default="", default="", max_length=20)
        ),
        migrations.AddField("seal", "after_event", models.BigIntegerField(db_default=0, default=0)),
        migrations.AddField(
            "seal", "reason", models.CharField(db_default="", default="", max_length=300)
        ),
    ]
