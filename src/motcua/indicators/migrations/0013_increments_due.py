"""Increments of due dates by unit and instant: what falls due soon, wherever it stands.

The table is written all day: its index is built beside the work. If that is broken off, drop the
invalid index before trying again.
"""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ("indicators", "0012_increments_by_instant"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="step",
            index=models.Index(
                condition=models.Q(("measure", 24)),
                fields=["unit_id", "at"],
                include=(
                    "known_at", "dossier_id", "procedure_id", "official_id", "measure", "delta",
                ),
                name="step_due",
            ),
        ),
    ]
