"""Walls of processes, items and hops; deployed definitions never change.

A process is visible to every unit that has a part in it; items and hops follow their process, so
that an upper package opens all three with one more policy on `workflow_process`. A unit to which
an item was handed over joins `unit_ids`.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from motcua.kernel.rls import UNITS, append_only, wall

OF_PROCESS = "EXISTS (SELECT 1 FROM workflow_process p WHERE p.id = process_id)"


class Migration(migrations.Migration):
    """Rights, not tables."""

    dependencies: ClassVar = [("workflow", "0001_initial")]
    operations: ClassVar = [
        append_only("workflow_definition"),
        wall("workflow_process", f"unit_ids && {UNITS}"),
        wall("workflow_workitem", f"unit_id = ANY({UNITS}::bigint[]) OR {OF_PROCESS}"),
        wall("workflow_handover", OF_PROCESS),
    ]
