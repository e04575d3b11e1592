"""Every change of the catalogue gives `procedures` or `offerings` a new mark (`kernel.changes`).

Two subjects, so that a commune that opens a procedure does not wait for an import to end.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from motcua.kernel.changes import tell_table


class Migration(migrations.Migration):
    """Triggers only."""

    dependencies: ClassVar = [("procedures", "0002_dated"), ("kernel", "0006_changes")]
    operations: ClassVar = [
        *(
            tell_table(f"procedures_{table}", "procedures")
            for table in ("field", "procedure", "procedureversion", "component", "fee")
        ),
        tell_table("procedures_offering", "offerings"),
    ]
