"""Fees become rules: steps, caps, cases, groups, provinces, a third language."""

from __future__ import annotations

from typing import ClassVar

import django.contrib.postgres.fields
from django.db import migrations, models


def text() -> models.TextField[str, str]:
    """Return a text that a release before this one need not know."""
    return models.TextField(blank=True, db_default="", default="")


def word(length: int) -> models.CharField[str, str]:
    """Return a short text that a release before this one need not know."""
    return models.CharField(blank=True, db_default="", default="", max_length=length)


class Migration(migrations.Migration):
    """New columns with a default of the database."""

    dependencies: ClassVar = [("procedures", "0003_changes")]
    operations: ClassVar = [
        migrations.AddField("fee", "name_id", text()),
        migrations.AddField("fee", "note_id", text()),
        migrations.AddField("fee", "charge", word(40)),
        migrations.AddField("fee", "case", word(40)),
        migrations.AddField(
            "fee", "first", models.PositiveSmallIntegerField(db_default=1, default=1)
        ),
        migrations.AddField("fee", "last", models.PositiveSmallIntegerField(null=True)),
        migrations.AddField("fee", "cap_vnd", models.PositiveBigIntegerField(null=True)),
        migrations.AddField("fee", "group", word(20)),
        migrations.AddField(
            "fee",
            "exempt",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.TextField(), blank=True, db_default=[], default=list, size=None
            ),
        ),
        migrations.AddField("fee", "province", word(10)),
    ]
