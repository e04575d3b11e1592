"""Every deployed process gives `processes` a new mark (`kernel.changes`)."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from motcua.kernel.changes import tell_table


class Migration(migrations.Migration):
    """Triggers only."""

    dependencies: ClassVar = [("workflow", "0003_changes")]
    operations: ClassVar = [tell_table("workflow_definition", "processes")]
