"""Sums, increments and the index show themselves to a ministry as fast as to a commune."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from motcua.kernel.rls import UNITS, of_units, wall_changed

UNIT = f"unit_id = ANY({UNITS}::bigint[])"
OF_DOSSIER = (
    f"{UNITS} <> '{{}}' AND EXISTS (SELECT 1 FROM dossiers_dossier d WHERE d.id = dossier_id)"
)
WALLS = {
    "indicators_total": (UNIT, of_units("unit_id")),
    "indicators_branchtotal": (UNIT, of_units("unit_id")),
    "indicators_indexmonth": (UNIT, of_units("unit_id")),
    "indicators_indextotal": (UNIT, of_units("unit_id")),
    "indicators_step": (f"{UNIT} OR {OF_DOSSIER}", f"{of_units('unit_id')} OR {OF_DOSSIER}"),
    "indicators_case": (
        f"{UNIT} OR receiving_unit_id = ANY({UNITS}::bigint[])",
        f"{of_units('unit_id')} OR {of_units('receiving_unit_id')}",
    ),
}


class Migration(migrations.Migration):
    """The walls ask the same as before; only how it is searched changes."""

    dependencies: ClassVar = [
        ("indicators", "0015_acts_and_due"),
        ("kernel", "0009_scope_ranges"),
    ]
    operations: ClassVar = [
        wall_changed(table, before=before, now=now)
        for table, (before, now) in WALLS.items()
    ]
