"""The record of rights is append-only for the application."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from motcua.kernel.rls import append_only


class Migration(migrations.Migration):
    """Rights, not tables."""

    dependencies: ClassVar = [("identity", "0001_initial")]
    operations: ClassVar = [append_only("identity_rightsrecord")]
