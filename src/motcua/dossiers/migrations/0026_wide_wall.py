"""A dossier shows itself to a ministry as fast as to a commune.

Most are seen by the first of the units that may; to compare 17,000 units with each of them takes
23 microseconds a row. Whoever is not let in by the first is asked for all, as before.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from motcua.kernel.rls import RANGES, UNITS, wall_changed

BEFORE = f"visible_units && {UNITS}"
NOW = f"visible_units[1] <@ {RANGES} OR visible_units && {UNITS}"


class Migration(migrations.Migration):
    """One policy."""

    dependencies: ClassVar = [
        ("dossiers", "0025_forgotten_pages"),
        ("kernel", "0009_scope_ranges"),
    ]
    operations: ClassVar = [wall_changed("dossiers_dossier", before=BEFORE, now=NOW)]
