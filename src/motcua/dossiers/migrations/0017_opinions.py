"""Opinions of other units: questions, answers, when silence counts; and their walls.

A question shows itself where its dossier does and to the unit that was asked, which sees nothing
else of the dossier; an answer shows itself as its question does. No tracking, no citizen: what
offices ask each other is theirs until the result says it.
"""

from __future__ import annotations

from typing import ClassVar

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from motcua.kernel.rls import UNITS, append_only, wall

OFFICIAL = f"{UNITS} <> '{{}}'"
QUESTION = f"{OFFICIAL} AND (unit_ids && {UNITS} OR motcua_sees_dossier(dossier_id))"
ANSWER = (
    f"{OFFICIAL} AND EXISTS"
    " (SELECT 1 FROM dossiers_opinionrequest r WHERE r.id = dossiers_opinionanswer.request_id)"  # noqa: S608 - our own text
)


class Migration(migrations.Migration):
    """Three tables."""

    dependencies: ClassVar = [
        ("documents", "0003_held"),
        ("dossiers", "0016_heading_tells"),
        ("organisations", "0002_changes"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="OpinionRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ordinal", models.PositiveSmallIntegerField()),
                ("follows", models.PositiveSmallIntegerField(default=0)),
                ("code", models.CharField(max_length=48)),
                ("procedure_version_id", models.BigIntegerField()),
                (
                    "unit_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None
                    ),
                ),
                ("asked_by", models.BigIntegerField()),
                ("question", models.TextField()),
                ("told", models.JSONField(default=list)),
                ("documents", models.JSONField(default=list)),
                ("mandatory", models.BooleanField()),
                ("silence_basis", models.CharField(blank=True, default="", max_length=300)),
                ("asked_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("due_original_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "ASKED"),
                            ("answered", "ANSWERED"),
                            ("recalled", "RECALLED"),
                            ("renewed", "RENEWED"),
                            ("silent", "SILENT"),
                            ("closed", "CLOSED"),
                        ],
                        default="asked",
                        max_length=12,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "NONE"),
                            ("agree", "AGREE"),
                            ("agree_if", "AGREE_IF"),
                            ("disagree", "DISAGREE"),
                            ("not_ours", "NOT_OURS"),
                            ("more", "MORE"),
                        ],
                        default="",
                        max_length=12,
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                ("reminded_at", models.DateTimeField(null=True)),
                ("reminders", models.PositiveSmallIntegerField(default=0)),
                ("waived_by", models.BigIntegerField(null=True)),
                ("waived_at", models.DateTimeField(null=True)),
                ("process_id", models.BigIntegerField(null=True)),
                (
                    "asking_unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.unit",
                    ),
                ),
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
            name="OpinionAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ordinal", models.PositiveSmallIntegerField()),
                ("version", models.PositiveSmallIntegerField()),
                ("outcome", models.CharField(max_length=12)),
                ("text", models.TextField()),
                ("number", models.CharField(blank=True, default="", max_length=80)),
                ("file_name", models.CharField(blank=True, default="", max_length=200)),
                ("sha256", models.CharField(blank=True, default="", max_length=64)),
                ("answered_by", models.BigIntegerField()),
                ("at", models.DateTimeField()),
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
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
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="dossiers.opinionrequest",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OpinionRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("procedure_id", models.BigIntegerField()),
                ("valid_from", models.DateField()),
                ("silence_consents", models.BooleanField()),
                ("basis", models.CharField(max_length=300)),
                ("edited_by", models.BigIntegerField()),
                ("edited_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("procedure_id", "valid_from"), name="opinion_rule_once_a_day"
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="opinionrequest",
            index=models.Index(
                condition=models.Q(("state", "asked")),
                fields=["unit", "due_at", "id"],
                name="opinion_of_unit",
            ),
        ),
        migrations.AddIndex(
            model_name="opinionrequest",
            index=models.Index(fields=["asking_unit", "-asked_at", "-id"], name="opinion_by_unit"),
        ),
        migrations.AddIndex(
            model_name="opinionrequest",
            index=models.Index(fields=["unit", "-asked_at", "-id"], name="opinion_all_of_unit"),
        ),
        migrations.AddConstraint(
            model_name="opinionrequest",
            constraint=models.UniqueConstraint(
                fields=("dossier", "ordinal"), name="opinion_ordinal"
            ),
        ),
        migrations.AddConstraint(
            model_name="opinionrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at__isnull", False), ("state", "answered")),
                    models.Q(("state", "answered"), _negated=True),
                    _connector="OR",
                ),
                name="opinion_answered_has_instant",
            ),
        ),
        migrations.AddConstraint(
            model_name="opinionanswer",
            constraint=models.UniqueConstraint(
                fields=("request", "version"), name="opinion_answer_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="opinionanswer",
            constraint=models.UniqueConstraint(
                fields=("dossier", "ordinal", "version"), name="opinion_answer_of_dossier"
            ),
        ),
        wall("dossiers_opinionrequest", QUESTION),
        wall("dossiers_opinionanswer", ANSWER),
        append_only("dossiers_opinionanswer"),
        append_only("dossiers_opinionrule"),
    ]
