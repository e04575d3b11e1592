"""Indexes of increments for what is left of a day: acts by instant, due instants by unit.

The table is written all day: indexes are built beside the work. If that is broken off, drop the
invalid index before trying again.
"""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models

TOLD = ("known_at", "dossier_id", "procedure_id", "official_id", "measure", "delta", "folded")


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ("indicators", "0014_stocks_and_countries"),
    ]

    operations = [
        AddIndexConcurrently(
            "step",
            models.Index(
                condition=models.Q(("measure", 24), _negated=True),
                fields=["at"],
                name="step_act",
            ),
        ),
        AddIndexConcurrently(
            "step",
            models.Index(
                condition=models.Q(("measure", 24)),
                fields=["unit_id", "at"],
                include=TOLD,
                name="step_overdue",
            ),
        ),
        RemoveIndexConcurrently("step", "step_at"),
        RemoveIndexConcurrently("step", "step_due"),
    ]
