"""Which office somebody holds, for signatures; append-only, and a change gives `people` a mark."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

from motcua.kernel.rls import append_only

MARK = """
CREATE TRIGGER changes AFTER INSERT OR DELETE OR UPDATE ON identity_signingoffice
FOR EACH STATEMENT EXECUTE FUNCTION motcua_table_changed('people');
"""
OFFICES = ("head", "acting", "deputy", "section_head", "section_deputy", "authorised")


class Migration(migrations.Migration):
    """A table, its mark of change, its rights."""

    dependencies: ClassVar = [("identity", "0007_substitution_walls")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="SigningOffice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "office",
                    models.CharField(
                        blank=True, choices=[(one, one) for one in OFFICES], max_length=20
                    ),
                ),
                ("title", models.CharField(blank=True, default="", max_length=100)),
                ("document", models.CharField(blank=True, default="", max_length=120)),
                ("valid_from", models.DateTimeField()),
                ("valid_to", models.DateTimeField(null=True)),
                ("set_at", models.DateTimeField()),
                (
                    "posting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offices",
                        to="identity.posting",
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["posting", "id"], name="signing_office_posting")],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                        name="signing_office_period",
                    )
                ],
            },
        ),
        migrations.RunSQL(MARK, "DROP TRIGGER changes ON identity_signingoffice;"),
        append_only("identity_signingoffice"),
    ]
