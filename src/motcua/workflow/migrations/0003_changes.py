"""A change of a process or of its items gives it a new mark (`kernel.changes`)."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from motcua.kernel.changes import tell_rows


class Migration(migrations.Migration):
    """Triggers only; whoever writes an item has locked what the process belongs to."""

    dependencies: ClassVar = [("workflow", "0002_walls"), ("kernel", "0006_changes")]
    operations: ClassVar = [
        tell_rows("workflow_process", "'process:' || r.id", on="UPDATE"),
        tell_rows("workflow_workitem", "'process:' || r.process_id"),
    ]
