"""Reopenings behind the wall and never changed; the first rule of the counter's transfers."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.db import migrations

from motcua.kernel.rls import UNITS, append_only, wall

# No text of law says how long; banks book a transfer on the same working day or the next one, and
# the statement of that day comes in on the one after it. `motcua payments transfer-rule` changes it.
SINCE = date(2025, 7, 1)
DAYS = 3
SOURCE = "Motcua's own rule: booked by the next working day, its statement taken in within two more"


def rule_write(apps: Any, schema_editor: Any) -> None:
    """Begin with three working days, from the two-tier local government on."""
    del schema_editor
    apps.get_model("payments", "TransferRule").objects.create(
        working_days=DAYS, valid_from=SINCE, source=SOURCE
    )


# A rule may only be ended.
FIXED = """
REVOKE UPDATE, DELETE, TRUNCATE ON payments_transferrule FROM motcua_app;
GRANT UPDATE (valid_to) ON payments_transferrule TO motcua_app;
"""
LOOSE = "GRANT UPDATE, DELETE ON payments_transferrule TO motcua_app;"


class Migration(migrations.Migration):
    """Policies, privileges, one row."""

    dependencies: ClassVar = [("payments", "0007_transfers_and_reopening")]
    operations: ClassVar = [
        wall("payments_dayreopening", f"unit_id = ANY({UNITS}::bigint[])"),
        append_only("payments_dayreopening"),
        migrations.RunPython(rule_write, migrations.RunPython.noop),
        migrations.RunSQL(FIXED, LOOSE),
    ]
