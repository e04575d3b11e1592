"""Letters of an office bear a check code; whoever types one is answered by one look."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """One index; letters of before have no code and stay as they are."""

    dependencies: ClassVar = [
        ("dossiers", "0026_wide_wall"),
        ("organisations", "0003_versions_recorded"),
    ]
    operations: ClassVar = [
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.UniqueConstraint(
                models.F("data__check_code"), name="paper_check_code"
            ),
        ),
    ]
