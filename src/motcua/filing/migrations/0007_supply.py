"""What is put up for a request of the office, seen by whoever it is for until it is sent."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

import motcua.filing.models
from motcua.kernel.rls import PERSONS, wall


class Migration(migrations.Migration):
    """Two tables and their walls."""

    dependencies: ClassVar = [("filing", "0006_parents"), ("documents", "0001_initial")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Supply",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "public_id",
                    models.CharField(
                        default=motcua.filing.models.public_id_make, max_length=32, unique=True
                    ),
                ),
                ("person_id", models.BigIntegerField()),
                ("subject_id", models.BigIntegerField()),
                ("dossier_code", models.CharField(max_length=48)),
                ("ordinal", models.PositiveSmallIntegerField()),
                ("texts", models.JSONField(default=dict)),
                ("started_at", models.DateTimeField()),
                ("saved_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("subject_id", "person_id", "dossier_code", "ordinal"),
                        name="supply_once",
                    )
                ],
                "indexes": [models.Index(fields=["saved_at"], name="supply_saved")],
            },
        ),
        migrations.CreateModel(
            name="SupplyFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=200)),
                ("order", models.PositiveSmallIntegerField()),
                ("source", models.CharField(default="device", max_length=8)),
                ("added_at", models.DateTimeField()),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="filing.storeitem",
                    ),
                ),
                (
                    "supply",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="filing.supply",
                    ),
                ),
            ],
            options={"ordering": ("place", "order", "id")},
        ),
        wall("filing_supply", f"subject_id = ANY({PERSONS}::bigint[])"),
        wall(
            "filing_supplyfile",
            f"{PERSONS} <> '{{}}' AND EXISTS (SELECT 1 FROM filing_supply s WHERE s.id = supply_id)",
        ),
    ]
