"""A movement is written once by its number within a unit: another unit's bank may number alike."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """One constraint in place of a narrower one."""

    dependencies: ClassVar = [("payments", "0005_till_walls")]
    operations: ClassVar = [
        migrations.RemoveConstraint("ledgerentry", "entry_once"),
        migrations.AddConstraint(
            "ledgerentry",
            models.UniqueConstraint(
                condition=models.Q(("external_id", ""), _negated=True),
                fields=("unit", "method", "external_id", "kind"),
                name="entry_once",
            ),
        ),
    ]
