"""What a slip said when it came in first: a change that comes after it is told, never lost."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column with a default of the database's own."""

    dependencies: ClassVar = [("reception", "0008_points_tell")]
    operations: ClassVar = [
        migrations.AddField(
            model_name="interimslip",
            name="digest",
            field=models.CharField(db_default="", default="", max_length=64),
        ),
    ]
