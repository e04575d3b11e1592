"""Pages about units are made anew when an extra reception point changes."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from motcua.kernel.changes import tell_table


class Migration(migrations.Migration):
    """Points and their hours change seldom."""

    dependencies: ClassVar = [("reception", "0007_interim_slips")]
    operations: ClassVar = [
        tell_table("reception_point", "units"),
        tell_table("reception_pointhours", "units"),
    ]
