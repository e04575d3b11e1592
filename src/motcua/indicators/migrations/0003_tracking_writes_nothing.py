"""Whoever tracks one dossier neither sees nor adds to the figures that it counts in."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from motcua.kernel.rls import ALL, DOSSIER, UNITS

OWN = f"{ALL} OR unit_id = ANY({UNITS}::bigint[])"
OF_DOSSIER = "EXISTS (SELECT 1 FROM dossiers_dossier d WHERE d.id = dossier_id)"
BEFORE = f"{OWN} OR {OF_DOSSIER}"
NOW = f"{OWN} OR {DOSSIER} IS NULL AND {OF_DOSSIER}"


class Migration(migrations.Migration):
    """One policy."""

    dependencies: ClassVar = [
        ("indicators", "0002_walls"),
        ("dossiers", "0004_tracking_reads"),
    ]
    operations: ClassVar = [
        migrations.RunSQL(
            f"ALTER POLICY wall ON indicators_step USING ({NOW}) WITH CHECK ({NOW});",
            f"ALTER POLICY wall ON indicators_step USING ({BEFORE}) WITH CHECK ({BEFORE});",
        ),
    ]
