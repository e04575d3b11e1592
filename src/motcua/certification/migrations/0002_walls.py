"""A batch, its papers and its lines of the register are seen by whoever sees the dossier."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from motcua.kernel.rls import append_only, wall


class Migration(migrations.Migration):
    """Walls, and what only grows."""

    dependencies: ClassVar = [
        ("certification", "0001_initial"),
        ("dossiers", "0010_seal_epochs"),
    ]
    operations: ClassVar = [
        wall(
            "certification_batch",
            "EXISTS (SELECT 1 FROM dossiers_dossier d"
            " WHERE d.id = certification_batch.dossier_id)",
        ),
        wall(
            "certification_row",
            "EXISTS (SELECT 1 FROM certification_batch b"
            " WHERE b.id = certification_row.batch_id)",
        ),
        wall(
            "certification_entry",
            "EXISTS (SELECT 1 FROM dossiers_dossier d"
            " WHERE d.id = certification_entry.dossier_id)",
        ),
        wall(
            "certification_entrycancellation",
            "EXISTS (SELECT 1 FROM certification_entry e"
            " WHERE e.id = certification_entrycancellation.entry_id)",
        ),
        append_only("certification_entry"),
        append_only("certification_entrycancellation"),
    ]
