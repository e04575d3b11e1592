"""Pages that went nowhere lose their picture: then they name no file."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

FILE = {"on_delete": django.db.models.deletion.PROTECT, "related_name": "+"}


class Migration(migrations.Migration):
    """Two columns may be empty; the code of before runs on them."""

    dependencies: ClassVar = [
        ("documents", "0004_forgotten"),
        ("dossiers", "0024_letters"),
    ]
    operations: ClassVar = [
        migrations.AlterField(
            model_name=name,
            name="file",
            field=models.ForeignKey(null=True, to="documents.storedfile", **FILE),
        )
        for name in ("batchpage", "scanpage")
    ]
