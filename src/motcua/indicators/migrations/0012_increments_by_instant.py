"""Increments by instant alone: what is left of a day in a whole country.

The table is written all day: its index is built beside the work. If that is broken off, drop the
invalid index before trying again.
"""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ("indicators", "0011_branch_totals"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="step",
            index=models.Index(fields=["at"], name="step_at"),
        ),
    ]
