"""The forms of Circular 03/2025: what was issued, with numbers per unit, form and year; headings.

Papers and the lines of the register book show themselves as their dossier does; the application
adds them and never changes them.
"""

from __future__ import annotations

import importlib
from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

from motcua.kernel.rls import ALL, DOSSIER, PERSONS, UNITS, append_only

# The tracking page tells the new date of an apology and its cause.
BEFORE = importlib.import_module("motcua.dossiers.migrations.0009_tracking").TRACK.replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
)
TRACK = BEFORE.replace(
    "'due_original_at', d.due_original_at,",
    "'due_original_at', d.due_original_at,\n"
    "    'promised_at', d.promised_at, 'late_cause', d.late_cause,",
)


def walled(table: str) -> migrations.RunSQL:
    """Show and accept rows of a table as their dossier shows itself."""
    of = f"motcua_sees_dossier({table}.dossier_id)"
    writes = f"{ALL} OR {UNITS} <> '{{}}' AND {of}"
    return migrations.RunSQL(
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY wall ON {table} USING ({writes}) WITH CHECK ({writes});
        CREATE POLICY tracking ON {table} FOR SELECT USING (dossier_id = {DOSSIER});
        CREATE POLICY citizen ON {table} FOR SELECT USING ({PERSONS} <> '{{}}' AND {of});
        """,
        f"""
        DROP POLICY wall ON {table}; DROP POLICY tracking ON {table};
        DROP POLICY citizen ON {table};
        ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
        ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
        """,
    )


WALLED = ("dossiers_paper", "dossiers_paperfile", "dossiers_bookline")


class Migration(migrations.Migration):
    """Two columns, five tables, their walls."""

    dependencies: ClassVar = [
        ("documents", "0003_held"),
        ("dossiers", "0014_fewer_marks"),
        ("organisations", "0002_changes"),
    ]

    operations: ClassVar = [
        migrations.AddField(
            model_name="dossier",
            name="late_cause",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "NONE"),
                    ("coordination", "COORDINATION"),
                    ("verification", "VERIFICATION"),
                    ("complex", "COMPLEX"),
                    ("workload", "WORKLOAD"),
                    ("staff", "STAFF"),
                    ("system", "SYSTEM"),
                    ("transfer", "TRANSFER"),
                    ("force", "FORCE"),
                    ("oversight", "OVERSIGHT"),
                    ("other", "OTHER"),
                ],
                db_default="",
                default="",
                max_length=16,
            ),
        ),
        migrations.AddField(
            model_name="dossier",
            name="promised_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name="Paper",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seq", models.PositiveIntegerField()),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("01", "SLIP"),
                            ("02", "SUPPLEMENT"),
                            ("03", "REFUSAL"),
                            ("04", "APOLOGY"),
                            ("05", "STOP"),
                        ],
                        max_length=2,
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("number", models.PositiveIntegerField()),
                ("template", models.CharField(max_length=20)),
                ("issued_at", models.DateTimeField()),
                ("issued_by", models.BigIntegerField(null=True)),
                ("ordinal", models.PositiveSmallIntegerField(default=0)),
                ("data", models.JSONField()),
                (
                    "dossier",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossiers.dossier",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.unit",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PaperCounter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("01", "SLIP"),
                            ("02", "SUPPLEMENT"),
                            ("03", "REFUSAL"),
                            ("04", "APOLOGY"),
                            ("05", "STOP"),
                        ],
                        max_length=2,
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("last", models.PositiveIntegerField()),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.unit",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PaperFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.CharField(max_length=64)),
                ("signatures", models.JSONField(default=list)),
                ("made_at", models.DateTimeField()),
                (
                    "dossier",
                    models.ForeignKey(
                        db_index=False,
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
                    "paper",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossiers.paper",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BookLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("number", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "dossier",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossiers.dossier",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.unit",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit", "year", "number"), name="book_line_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Heading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("valid_from", models.DateField()),
                ("superior", models.CharField(blank=True, default="", max_length=200)),
                ("name", models.CharField(blank=True, default="", max_length=200)),
                ("place", models.CharField(blank=True, default="", max_length=100)),
                ("abbreviation", models.CharField(blank=True, default="", max_length=20)),
                ("seat", models.CharField(blank=True, default="", max_length=300)),
                ("hotline", models.CharField(blank=True, default="", max_length=60)),
                ("hours", models.CharField(blank=True, default="", max_length=200)),
                ("signer_title", models.CharField(blank=True, default="", max_length=100)),
                ("hints", models.JSONField(default=dict)),
                ("edited_by", models.BigIntegerField()),
                ("edited_at", models.DateTimeField()),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.unit",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("unit", "version"), name="heading_version_once")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.UniqueConstraint(fields=("dossier", "seq"), name="paper_of_event"),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.UniqueConstraint(
                fields=("unit", "form", "year", "number"), name="paper_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gt", 0)), name="paper_number_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="papercounter",
            constraint=models.UniqueConstraint(
                fields=("unit", "form", "year"), name="paper_counter_once"
            ),
        ),
        *(walled(table) for table in WALLED),
        *(append_only(table) for table in (*WALLED, "dossiers_heading")),
        migrations.RunSQL(TRACK, BEFORE),
    ]
