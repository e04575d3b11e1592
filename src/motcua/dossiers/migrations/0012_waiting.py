"""Dossiers of a group: whether one waits for another's result, and the group's own limit."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two columns."""

    dependencies: ClassVar = [("dossiers", "0011_short_walls")]
    operations: ClassVar = [
        migrations.AddField(
            "dossier", "waiting", models.BooleanField(db_default=False, default=False)
        ),
        migrations.AddField(
            "dossier", "own_limit", models.CharField(db_default="", default="", max_length=12)
        ),
    ]
