"""Digitisation: pages under work, and digital copies that an officer answers for.

A copy shows itself as its dossier does, to its citizen too; pages under work are the office's.
"""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

from motcua.kernel.rls import PERSONS, UNITS, wall

OFFICIAL = f"{UNITS} <> '{{}}'"


def sees(table: str) -> str:
    """Return the condition under which officials see rows of a table."""
    return f"{OFFICIAL} AND motcua_sees_dossier({table}.dossier_id)"


class Migration(migrations.Migration):
    """Three tables and their walls."""

    dependencies: ClassVar = [
        ("documents", "0003_held"),
        ("dossiers", "0019_manifests"),
    ]

    operations: ClassVar = [
        migrations.AlterField(
            model_name="attachment",
            name="kind",
            field=models.CharField(
                choices=[
                    ("component", "component"),
                    ("draft", "draft"),
                    ("result", "result"),
                    ("form", "form"),
                    ("other", "other"),
                    ("replaced", "replaced"),
                ],
                max_length=12,
            ),
        ),
        migrations.CreateModel(
            name="Scan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "OPEN"),
                            ("making", "MAKING"),
                            ("made", "MADE"),
                            ("used", "USED"),
                            ("dropped", "DROPPED"),
                        ],
                        max_length=8,
                    ),
                ),
                ("declared_pages", models.PositiveSmallIntegerField(default=0)),
                ("change", models.PositiveIntegerField(default=0)),
                ("sha256", models.CharField(blank=True, default="", max_length=64)),
                ("pages", models.PositiveSmallIntegerField(default=0)),
                ("has_text", models.BooleanField(default=False)),
                ("quality", models.JSONField(default=dict)),
                ("problem", models.CharField(blank=True, default="", max_length=300)),
                ("begun_by", models.BigIntegerField()),
                ("begun_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                (
                    "component",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossiers.component",
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossiers.dossier",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ScanPage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0)),
                ("leaf", models.PositiveSmallIntegerField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "WAITING"), ("ready", "READY"), ("failed", "FAILED")],
                        max_length=8,
                    ),
                ),
                ("problem", models.CharField(blank=True, default="", max_length=300)),
                ("corners", models.JSONField(null=True)),
                ("turn", models.PositiveSmallIntegerField(default=0)),
                ("turn_found", models.PositiveSmallIntegerField(default=0)),
                ("tone", models.CharField(blank=True, default="", max_length=8)),
                ("facts", models.JSONField(default=dict)),
                ("picture_sha256", models.CharField(blank=True, default="", max_length=64)),
                ("picture_size", models.PositiveIntegerField(default=0)),
                ("preview_sha256", models.CharField(blank=True, default="", max_length=64)),
                ("preview_size", models.PositiveIntegerField(default=0)),
                ("text_sha256", models.CharField(blank=True, default="", max_length=64)),
                ("text_size", models.PositiveIntegerField(default=0)),
                ("removed", models.BooleanField(default=False)),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossiers.dossier",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
                    ),
                ),
                (
                    "scan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossiers.scan",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DigitalCopy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("component", "COMPONENT"), ("result", "RESULT")], max_length=12
                    ),
                ),
                (
                    "reuse",
                    models.PositiveSmallIntegerField(
                        choices=[(0, "NOT"), (1, "DIGITISED"), (2, "REUSED"), (3, "FROM_RESULT")]
                    ),
                ),
                ("type_code", models.CharField(max_length=40)),
                (
                    "owner_number",
                    models.CharField(blank=True, db_index=True, default="", max_length=20),
                ),
                ("name", models.CharField(max_length=120)),
                ("sha256", models.CharField(max_length=64)),
                ("pages", models.PositiveSmallIntegerField()),
                ("has_text", models.BooleanField()),
                ("quality", models.JSONField(default=dict)),
                ("overruled", models.BooleanField(default=False)),
                ("issued_on", models.DateField(null=True)),
                ("valid_to", models.DateField(null=True)),
                ("compared_by", models.BigIntegerField()),
                ("compared_at", models.DateTimeField()),
                ("signatures", models.JSONField(default=list)),
                ("returned_by", models.BigIntegerField(null=True)),
                ("returned_at", models.DateTimeField(null=True)),
                ("replaced_at", models.DateTimeField(null=True)),
                (
                    "attachment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossiers.attachment",
                    ),
                ),
                (
                    "component",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossiers.component",
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossiers.dossier",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossiers.digitalcopy",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dossier", "component", "version"), name="digital_copy_version"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("replaced_at__isnull", True)),
                        fields=("component",),
                        name="digital_copy_one_live",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="scan",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("open", "making", "made"))),
                fields=("component",),
                name="scan_one_live",
            ),
        ),
        *(
            wall(table, sees(table))
            for table in ("dossiers_digitalcopy", "dossiers_scan", "dossiers_scanpage")
        ),
        migrations.RunSQL(
            f"""
            CREATE POLICY citizen ON dossiers_digitalcopy FOR SELECT
              USING ({PERSONS} <> '{{}}' AND motcua_sees_dossier(dossier_id));
            """,
            "DROP POLICY citizen ON dossiers_digitalcopy;",
        ),
    ]
