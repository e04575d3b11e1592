"""Files of a slip that one person types in and another decides about."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

from motcua.kernel.rls import UNITS, wall


class Migration(migrations.Migration):
    """One table; its rows go when the slip is decided."""

    dependencies: ClassVar = [("reception", "0011_board_screens")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="InterimFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("unit_id", models.BigIntegerField()),
                ("place", models.CharField(max_length=24)),
                ("file_id", models.BigIntegerField(db_index=True)),
                ("name", models.CharField(max_length=255)),
                ("size", models.BigIntegerField()),
                ("cleaned", models.TextField(blank=True, default="")),
                ("slip", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="files", to="reception.interimslip")),
            ],
            options={"ordering": ("id",)},
        ),
        wall("reception_interimfile", f"unit_id = ANY({UNITS}::bigint[])"),
    ]
