"""Every change of the calendar gives `calendar` a new mark (`kernel.changes`)."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from motcua.kernel.changes import tell_table


class Migration(migrations.Migration):
    """Triggers only; the version's row is written with every change."""

    dependencies: ClassVar = [("deadlines", "0001_initial"), ("kernel", "0006_changes")]
    operations: ClassVar = [tell_table("deadlines_calendarversion", "calendar")]
