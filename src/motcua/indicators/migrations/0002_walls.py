"""Walls and rights of the figures.

An increment shows itself to the units it counts for, and is written by whoever may see its
dossier: a province's clerk who issues a result adds to the commune's figures. Totals show
themselves to their unit; only system work writes them.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from motcua.kernel.rls import UNITS, wall

OWN = f"unit_id = ANY({UNITS}::bigint[])"
OF_DOSSIER = "EXISTS (SELECT 1 FROM dossiers_dossier d WHERE d.id = dossier_id)"
APPEND_ONLY = """
REVOKE UPDATE, DELETE, TRUNCATE ON indicators_step FROM motcua_app;
GRANT UPDATE (folded) ON indicators_step TO motcua_app;
REVOKE DELETE, TRUNCATE ON indicators_total FROM motcua_app;
"""


class Migration(migrations.Migration):
    """Rights, not tables."""

    dependencies: ClassVar = [("indicators", "0001_initial"), ("dossiers", "0002_walls")]
    operations: ClassVar = [
        wall("indicators_step", f"{OWN} OR {OF_DOSSIER}"),
        wall("indicators_total", OWN),
        migrations.RunSQL(
            APPEND_ONLY,
            "GRANT UPDATE, DELETE ON indicators_step TO motcua_app;"
            "GRANT DELETE ON indicators_total TO motcua_app;",
        ),
    ]
