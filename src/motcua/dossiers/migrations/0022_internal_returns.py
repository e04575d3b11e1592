"""Returns inside the office, shown to officials where their dossier is; never to its citizen."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

from motcua.kernel.rls import UNITS, wall

SEEN = f"{UNITS} <> '{{}}' AND motcua_sees_dossier(dossiers_internalreturn.dossier_id)"


def place() -> models.ForeignKey:
    """Return a column that names a unit."""
    return models.ForeignKey(
        db_index=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="organisations.unit",
    )


class Migration(migrations.Migration):
    """One table and its wall."""

    dependencies: ClassVar = [
        ("dossiers", "0021_scan_batches"),
        ("organisations", "0002_changes"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="InternalReturn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ordinal", models.PositiveSmallIntegerField()),
                (
                    "to",
                    models.CharField(
                        choices=[("counter", "COUNTER"), ("specialist", "SPECIALIST")],
                        max_length=12,
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("missing", "MISSING"),
                            ("wrong", "WRONG"),
                            ("copy", "COPY"),
                            ("procedure", "PROCEDURE"),
                            ("data", "DATA"),
                            ("fee", "FEE"),
                            ("content", "CONTENT"),
                            ("basis", "BASIS"),
                            ("form", "FORM"),
                            ("other", "OTHER"),
                        ],
                        max_length=12,
                    ),
                ),
                ("reason", models.TextField()),
                ("put_right", models.TextField(blank=True, default="")),
                ("element", models.CharField(max_length=80)),
                ("from_account", models.BigIntegerField()),
                ("to_account", models.BigIntegerField(null=True)),
                ("returned_at", models.DateTimeField()),
                ("process_id", models.BigIntegerField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "OPEN"),
                            ("answered", "ANSWERED"),
                            ("recalled", "RECALLED"),
                            ("closed", "CLOSED"),
                        ],
                        default="open",
                        max_length=12,
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "NONE"),
                            ("put_right", "PUT_RIGHT"),
                            ("ask_applicant", "ASK_APPLICANT"),
                            ("disagree", "DISAGREE"),
                        ],
                        default="",
                        max_length=16,
                    ),
                ),
                ("answer_text", models.TextField(blank=True, default="")),
                ("ended_by", models.BigIntegerField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("held_minutes", models.PositiveIntegerField(null=True)),
                (
                    "dossier",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossiers.dossier",
                    ),
                ),
                ("from_unit", place()),
                ("to_unit", place()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["to_unit", "-returned_at"], name="return_to_unit"),
                    models.Index(fields=["from_unit", "-returned_at"], name="return_from_unit"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("dossier", "ordinal"), name="return_ordinal"),
                    models.UniqueConstraint(
                        condition=models.Q(("process_id__isnull", False), ("state", "open")),
                        fields=("dossier",),
                        name="return_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("state", "open")),
                            models.Q(
                                models.Q(("state", "open"), _negated=True),
                                ("ended_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="return_ended",
                    ),
                ],
            },
        ),
        wall("dossiers_internalreturn", SEEN),
    ]
