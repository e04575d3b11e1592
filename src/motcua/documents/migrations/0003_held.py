"""A file knows whether it is held back; nothing changes in the database."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The name of a relation."""

    dependencies: ClassVar = [("documents", "0002_quarantine")]
    operations: ClassVar = [
        migrations.AlterField(
            "quarantine",
            "file",
            models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="held",
                to="documents.storedfile",
            ),
        ),
    ]
