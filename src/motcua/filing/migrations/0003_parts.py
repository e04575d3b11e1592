"""Which parts of a group somebody wants."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column."""

    dependencies: ClassVar = [("filing", "0002_walls")]
    operations: ClassVar = [
        migrations.AddField("draft", "parts", models.JSONField(default=list, db_default=[])),
    ]
