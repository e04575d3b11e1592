"""Paper that travels: manifests, shown to units that give and receive; lines as their dossier."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

from motcua.kernel.rls import UNITS, wall

OFFICIAL = f"{UNITS} <> '{{}}'"
STATES = [("open", "OPEN"), ("sent", "SENT"), ("closed", "CLOSED"), ("cancelled", "CANCELLED")]
LINES = [
    ("listed", "LISTED"),
    ("sent", "SENT"),
    ("received", "RECEIVED"),
    ("damaged", "DAMAGED"),
    ("missing", "MISSING"),
    ("stayed", "STAYED"),
    ("lost", "LOST"),
]


def key() -> models.BigAutoField:
    """Return the primary key."""
    return models.BigAutoField(
        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
    )


def unit() -> models.ForeignKey:
    """Return a reference to a unit."""
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.unit"
    )


class Migration(migrations.Migration):
    """Two tables and their walls."""

    dependencies: ClassVar = [
        ("dossiers", "0018_ladder"),
        ("organisations", "0002_changes"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Manifest",
            fields=[
                ("id", key()),
                ("year", models.PositiveSmallIntegerField()),
                ("number", models.PositiveIntegerField()),
                ("state", models.CharField(choices=STATES, max_length=10)),
                ("made_by", models.BigIntegerField()),
                ("made_at", models.DateTimeField()),
                ("sent_by", models.BigIntegerField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("from_unit", unit()),
                ("to_unit", unit()),
            ],
        ),
        migrations.CreateModel(
            name="ManifestLine",
            fields=[
                ("id", key()),
                ("originals", models.PositiveIntegerField()),
                ("copies", models.PositiveIntegerField()),
                ("state", models.CharField(choices=LINES, max_length=10)),
                ("remark", models.CharField(blank=True, default="", max_length=500)),
                ("answered_by", models.BigIntegerField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("explanation", models.CharField(blank=True, default="", max_length=500)),
                ("explained_by", models.BigIntegerField(null=True)),
                ("explained_at", models.DateTimeField(null=True)),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossiers.dossier",
                    ),
                ),
                (
                    "manifest",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="dossiers.manifest",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="manifest",
            constraint=models.UniqueConstraint(
                fields=("from_unit", "year", "number"), name="manifest_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="manifest",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_unit", models.F("to_unit")), _negated=True),
                name="manifest_moves",
            ),
        ),
        migrations.AddConstraint(
            model_name="manifestline",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["listed", "missing", "sent"])),
                fields=("dossier",),
                name="manifest_line_travels_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="manifestline",
            constraint=models.UniqueConstraint(
                fields=("manifest", "dossier"), name="manifest_line_once"
            ),
        ),
        wall(
            "dossiers_manifest",
            f"from_unit_id = ANY({UNITS}::bigint[]) OR to_unit_id = ANY({UNITS}::bigint[])",
        ),
        wall(
            "dossiers_manifestline",
            f"{OFFICIAL} AND motcua_sees_dossier(dossiers_manifestline.dossier_id)",
        ),
    ]
