"""The record of readings is append-only for the application."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from motcua.kernel.rls import append_only


class Migration(migrations.Migration):
    """Rights, not tables."""

    dependencies: ClassVar = [("kernel", "0002_initial")]
    operations: ClassVar = [append_only("kernel_accessrecord")]
