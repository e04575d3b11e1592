"""A changed heading gives `units` a new mark: pages that show its telephone are made anew."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from motcua.kernel.changes import tell_table


class Migration(migrations.Migration):
    """A trigger only."""

    dependencies: ClassVar = [("dossiers", "0015_papers"), ("kernel", "0006_changes")]
    operations: ClassVar = [tell_table("dossiers_heading", "units")]
