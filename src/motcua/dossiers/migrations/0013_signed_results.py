"""Results carry what they are signed with, and the code by which they are checked."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two columns; nothing changes for results of before."""

    dependencies: ClassVar = [("dossiers", "0012_waiting")]
    operations: ClassVar = [
        migrations.AddField(
            "result", "signatures", models.JSONField(default=list, db_default=[])
        ),
        migrations.AddField(
            "result",
            "check_code",
            models.CharField(max_length=16, blank=True, default="", db_default=""),
        ),
        migrations.AddConstraint(
            "result",
            models.UniqueConstraint(
                fields=("check_code",),
                condition=~models.Q(check_code=""),
                name="result_check_code",
            ),
        ),
    ]
