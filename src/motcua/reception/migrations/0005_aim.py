"""How long people should wait at most, as the centre has set it for each queue."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """In minutes; a figure of the house, no law."""

    dependencies: ClassVar = [("reception", "0004_appointments")]
    operations: ClassVar = [
        migrations.AddField(
            model_name="queue",
            name="aim_minutes",
            field=models.PositiveSmallIntegerField(default=15),
        ),
    ]
