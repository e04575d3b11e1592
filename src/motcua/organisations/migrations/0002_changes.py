"""Every change of the directory of units gives `units` a new mark (`kernel.changes`)."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from motcua.kernel.changes import tell_table


class Migration(migrations.Migration):
    """Triggers only."""

    dependencies: ClassVar = [("organisations", "0001_initial"), ("kernel", "0006_changes")]
    operations: ClassVar = [
        tell_table(f"organisations_{table}", "units")
        for table in ("unit", "unitversion", "succession")
    ]
