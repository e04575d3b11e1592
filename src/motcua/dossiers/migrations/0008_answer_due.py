"""What is filed from home: until when the counter answers, and what came item by item."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Two columns and the index of the counter's list."""

    dependencies: ClassVar = [("dossiers", "0007_bound_rows")]
    operations: ClassVar = [
        migrations.AddField("dossier", "answer_due_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "supplementrequest", "answers", models.JSONField(db_default=[], default=list)
        ),
        migrations.AddIndex(
            "dossier",
            models.Index(
                fields=["receiving_unit", "answer_due_at", "id"],
                name="dossier_to_answer",
                condition=Q(status__in=[1, 5], answer_due_at__isnull=False),
            ),
        ),
    ]
