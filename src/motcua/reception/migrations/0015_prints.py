"""A kiosk knows whether it has a printer."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """A column with a default of the database; the code of before runs on it."""

    dependencies: ClassVar = [("reception", "0014_collects")]
    operations: ClassVar = [
        migrations.AddField(
            model_name="device",
            name="prints",
            field=models.BooleanField(db_default=True, default=True),
        ),
    ]
