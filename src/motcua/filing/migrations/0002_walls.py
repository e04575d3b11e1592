"""Whoever it is for reads and writes drafts; officials see none, until one is sent as a dossier."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from motcua.kernel.rls import PERSONS, wall

MINE = f"subject_id = ANY({PERSONS}::bigint[])"


class Migration(migrations.Migration):
    """Policies, not tables."""

    dependencies: ClassVar = [("filing", "0001_initial"), ("kernel", "0005_scope_persons")]
    operations: ClassVar = [
        wall("filing_draft", MINE),
        wall(
            "filing_draftfile",
            f"{PERSONS} <> '{{}}' AND EXISTS (SELECT 1 FROM filing_draft d WHERE d.id = draft_id)",
        ),
        wall("filing_group", MINE),
        wall(
            "filing_grouppart",
            f"{PERSONS} <> '{{}}' AND EXISTS (SELECT 1 FROM filing_group g WHERE g.id = group_id)",
        ),
    ]
