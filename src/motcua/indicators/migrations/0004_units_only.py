"""Figures are for units: who reads a dossier from home sees none of the steps it counts in."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from motcua.kernel.rls import ALL, DOSSIER, UNITS

OWN = f"{ALL} OR unit_id = ANY({UNITS}::bigint[])"
OF_DOSSIER = "EXISTS (SELECT 1 FROM dossiers_dossier d WHERE d.id = dossier_id)"
BEFORE = f"{OWN} OR {DOSSIER} IS NULL AND {OF_DOSSIER}"
NOW = f"{OWN} OR {UNITS} <> '{{}}' AND {OF_DOSSIER}"


class Migration(migrations.Migration):
    """One policy."""

    dependencies: ClassVar = [
        ("indicators", "0003_tracking_writes_nothing"),
        ("dossiers", "0006_visible_persons"),
    ]
    operations: ClassVar = [
        migrations.RunSQL(
            f"ALTER POLICY wall ON indicators_step USING ({NOW}) WITH CHECK ({NOW});",
            f"ALTER POLICY wall ON indicators_step USING ({BEFORE}) WITH CHECK ({BEFORE});",
        ),
    ]
