"""A person's own documents, seen by whoever they are of and by nobody else."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from motcua.kernel.rls import PERSONS, wall

KINDS = [("result", "result"), ("component", "component"), ("upload", "upload")]


class Migration(migrations.Migration):
    """Table, wall, and where a draft's file came from."""

    dependencies: ClassVar = [("filing", "0003_parts"), ("documents", "0001_initial")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="StoreItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person_id", models.BigIntegerField()),
                ("kind", models.CharField(choices=KINDS, max_length=10)),
                ("source_key", models.CharField(max_length=120, unique=True)),
                ("code", models.CharField(blank=True, default="", max_length=40)),
                ("name", models.CharField(max_length=300)),
                ("number", models.CharField(blank=True, default="", max_length=80)),
                ("issuer", models.CharField(blank=True, default="", max_length=300)),
                ("issuer_unit_id", models.BigIntegerField(null=True)),
                ("issued_on", models.DateField(null=True)),
                ("valid_to", models.DateField(null=True)),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("dossier_id", models.BigIntegerField(null=True)),
                ("dossier_code", models.CharField(blank=True, default="", max_length=48)),
                ("sha256", models.CharField(max_length=64)),
                ("verified", models.BooleanField()),
                ("added_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
                    ),
                ),
                (
                    "replaced_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="filing.storeitem",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person_id", "-added_at"], name="store_item_of")],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(kind="upload", verified=False)
                        | (~Q(kind="upload") & Q(verified=True, dossier_id__isnull=False)),
                        name="store_item_verified_by_a_dossier",
                    )
                ],
            },
        ),
        migrations.AddField(
            "draftfile",
            "item",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="filing.storeitem",
            ),
        ),
        wall("filing_storeitem", f"person_id = ANY({PERSONS}::bigint[])"),
    ]
