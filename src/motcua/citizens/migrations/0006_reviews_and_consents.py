"""Cases of identity for their officers, communes of persons, what a consent said."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.contrib.postgres.functions import RandomUUID
from django.db import migrations, models
from django.db.models import Q

from motcua.kernel.rls import UNITS

STATES = [(one, one) for one in ("open", "same", "other", "blocked")]
TEXTS = (("sex", 10), ("address", 400), ("phone", 20), ("email", 254), ("language", 2))


def text(length: int) -> models.CharField:
    """Return a column of text that old rows have empty."""
    return models.CharField(max_length=length, default="", db_default="")


class Migration(migrations.Migration):
    """Columns, a constraint that leaves room for single filings, and the wall of the cases."""

    dependencies: ClassVar = [("citizens", "0005_kept_relation")]
    operations: ClassVar = [
        migrations.AddField(
            "person",
            "unit_source",
            models.CharField(blank=True, default="", db_default="", max_length=8),
        ),
        *(migrations.AddField("identityreview", name, text(size)) for name, size in TEXTS),
        migrations.AddField("identityreview", "birth_date", models.DateField(null=True)),
        migrations.AddField("identityreview", "known_id", models.BigIntegerField(null=True)),
        migrations.AddField("identityreview", "unit_id", models.BigIntegerField(null=True)),
        migrations.AddField(
            "identityreview",
            "state",
            models.CharField(choices=STATES, default="open", db_default="open", max_length=10),
        ),
        migrations.AddField("identityreview", "decided_at", models.DateTimeField(null=True)),
        migrations.AddField("identityreview", "decided_by", models.BigIntegerField(null=True)),
        migrations.AddField("identityreview", "posting_id", models.BigIntegerField(null=True)),
        migrations.AddField("identityreview", "decision_note", text(500)),
        migrations.AddIndex(
            "identityreview",
            models.Index(
                fields=["unit_id", "last_at"], name="review_open", condition=Q(state="open")
            ),
        ),
        migrations.AddField("consent", "about", text(40)),
        migrations.AddField("consent", "kinds", models.JSONField(default=list, db_default=[])),
        migrations.AddField("consent", "text", text(1000)),
        migrations.AddField(
            "consent", "text_version", models.PositiveSmallIntegerField(default=1, db_default=1)
        ),
        migrations.AddField("consent", "actor_id", models.BigIntegerField(null=True)),
        migrations.AddField(
            "consent", "reference", models.UUIDField(default=uuid4, db_default=RandomUUID())
        ),
        migrations.RemoveConstraint("consent", "consent_once"),
        migrations.AddConstraint(
            "consent",
            models.UniqueConstraint(
                fields=("person", "purpose"),
                name="consent_once",
                condition=Q(withdrawn_at__isnull=True, about=""),
            ),
        ),
        migrations.RunSQL(
            f"""
            CREATE POLICY office ON citizens_identityreview FOR SELECT
              USING (unit_id = ANY({UNITS}::bigint[]) OR unit_id IS NULL AND {UNITS} <> '{{}}');
            """,
            "DROP POLICY office ON citizens_identityreview;",
        ),
    ]
