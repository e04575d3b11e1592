"""A hall is seen by its centre; the grounds of priority by nobody else. What happened stays."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from motcua.kernel.rls import UNITS, append_only, wall

MINE = f"unit_id = ANY({UNITS}::bigint[])"


class Migration(migrations.Migration):
    """Walls, and what only grows."""

    dependencies: ClassVar = [("reception", "0001_initial"), ("kernel", "0005_scope_persons")]
    operations: ClassVar = [
        wall("reception_ticket", MINE),
        wall("reception_ticketevent", MINE),
        append_only("reception_ticketevent"),
    ]
