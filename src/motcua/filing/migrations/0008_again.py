"""A part of a group may be filed once more: a row for each filing, one of them counts."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two columns, and which rows are one of a kind."""

    dependencies: ClassVar = [("filing", "0007_supply")]
    operations: ClassVar = [
        migrations.AddField(
            "draft",
            "again",
            models.CharField(blank=True, db_default="", default="", max_length=32),
        ),
        migrations.AddField("grouppart", "replaced_at", models.DateTimeField(null=True)),
        migrations.RemoveConstraint("grouppart", "group_part_once"),
        migrations.AddConstraint(
            "grouppart",
            models.UniqueConstraint(
                condition=models.Q(replaced_at=None),
                fields=("group", "key"),
                name="group_part_once",
            ),
        ),
        migrations.AlterModelOptions("grouppart", {"ordering": ("order", "id")}),
    ]
