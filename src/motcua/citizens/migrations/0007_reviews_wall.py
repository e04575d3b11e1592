"""A case without a place is shown to no commune; officials read cases and write none."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from motcua.kernel.rls import UNITS

OWN = f"unit_id = ANY({UNITS}::bigint[])"
BEFORE = f"{OWN} OR unit_id IS NULL AND {UNITS} <> '{{}}'"


class Migration(migrations.Migration):
    """A policy."""

    dependencies: ClassVar = [("citizens", "0006_reviews_and_consents")]
    operations: ClassVar = [
        migrations.RunSQL(
            f"ALTER POLICY office ON citizens_identityreview USING ({OWN});",
            f"ALTER POLICY office ON citizens_identityreview USING ({BEFORE});",
        ),
    ]
