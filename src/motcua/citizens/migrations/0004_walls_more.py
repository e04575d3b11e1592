"""Walls of what came with signing in."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from motcua.kernel.rls import PERSONS, wall


class Migration(migrations.Migration):
    """Policies, not tables."""

    dependencies: ClassVar = [("citizens", "0003_sign_in")]
    operations: ClassVar = [
        wall("citizens_identityreview", "false"),
        wall("citizens_keptform", "false"),
        wall("citizens_consent", f"person_id = ANY({PERSONS}::bigint[])"),
    ]
