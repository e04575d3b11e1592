"""Notices are read by whom they are for; the worker writes them under the system's scope."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from motcua.kernel.rls import PERSONS, wall


class Migration(migrations.Migration):
    """Walls."""

    dependencies: ClassVar = [("notices", "0001_initial"), ("kernel", "0005_scope_persons")]
    operations: ClassVar = [
        wall("notices_notice", f"person_id = ANY({PERSONS}::bigint[])"),
        wall(
            "notices_delivery",
            "EXISTS (SELECT 1 FROM notices_notice n WHERE n.id = notices_delivery.notice_id)",
        ),
        wall("notices_preference", f"person_id = ANY({PERSONS}::bigint[])"),
    ]
