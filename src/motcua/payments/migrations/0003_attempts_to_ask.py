"""Polling finds every attempt that is to be asked about, ended ones too, by the index."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """One index in place of a narrower one."""

    dependencies: ClassVar = [("payments", "0002_walls")]
    operations: ClassVar = [
        migrations.RemoveIndex("paymentattempt", "attempt_to_ask"),
        migrations.AddIndex(
            "paymentattempt",
            models.Index(
                condition=models.Q(("ask_at__isnull", False)),
                fields=["ask_at"],
                name="attempt_to_ask",
            ),
        ),
    ]
