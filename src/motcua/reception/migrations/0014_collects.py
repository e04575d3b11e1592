"""A number knows that its holder comes to collect a result."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """A column with a default of the database; the code of before runs on it."""

    dependencies: ClassVar = [("reception", "0013_calls_as_they_were")]
    operations: ClassVar = [
        migrations.AddField(
            model_name="ticket",
            name="collects",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
