"""Who signs forms 02 to 05: what was set, what was proposed, and the files that were signed.

A proposal is the office's own and no citizen reads it; a signed file shows itself as its form.
"""

from __future__ import annotations

import importlib
from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

from motcua.kernel.rls import UNITS, append_only, wall

walled = importlib.import_module("motcua.dossiers.migrations.0015_papers").walled
SEEN = f"{UNITS} <> '{{}}' AND motcua_sees_dossier(dossiers_letterproposal.dossier_id)"


def key() -> models.BigAutoField:
    """Return the column that every table has."""
    return models.BigAutoField(
        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
    )


def of(model: str, **more: object) -> models.ForeignKey:
    """Return a column that names a row of another table, which stays as long as this one."""
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=model, **more
    )


class Migration(migrations.Migration):
    """Three tables and their walls."""

    dependencies: ClassVar = [
        ("documents", "0003_held"),
        ("dossiers", "0023_opinion_rule_drafts"),
        ("organisations", "0002_changes"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="LetterSigning",
            fields=[
                ("id", key()),
                ("version", models.PositiveIntegerField()),
                ("valid_from", models.DateField()),
                ("rules", models.JSONField()),
                ("source", models.CharField(max_length=300)),
                ("edited_by", models.BigIntegerField()),
                ("edited_at", models.DateTimeField()),
                ("unit", of("organisations.unit", db_index=False)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit", "version"), name="letter_signing_version"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LetterSignature",
            fields=[
                ("id", key()),
                ("sha256", models.CharField(max_length=64)),
                ("evidence", models.JSONField()),
                ("made_at", models.DateTimeField()),
                ("dossier", of("dossiers.dossier", db_index=False)),
                ("file", of("documents.storedfile")),
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
            name="LetterProposal",
            fields=[
                ("id", key()),
                ("ordinal", models.PositiveSmallIntegerField()),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("supplement_intake", "SUPPLEMENT_INTAKE"),
                            ("supplement", "SUPPLEMENT"),
                            ("refusal", "REFUSAL"),
                            ("apology", "APOLOGY"),
                            ("withdrawal", "WITHDRAWAL"),
                            ("stop", "STOP"),
                        ],
                        max_length=20,
                    ),
                ),
                ("words", models.JSONField()),
                ("proposed_by", models.BigIntegerField()),
                ("proposed_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "WAITING"),
                            ("approved", "APPROVED"),
                            ("rejected", "REJECTED"),
                            ("recalled", "RECALLED"),
                            ("lapsed", "LAPSED"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("decided_by", models.BigIntegerField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("note", models.TextField(blank=True, default="")),
                ("dossier", of("dossiers.dossier", db_index=False)),
                ("unit", of("organisations.unit")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dossier", "ordinal"), name="letter_proposal_ordinal"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("dossier",),
                        name="letter_proposal_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("state", "waiting")),
                            models.Q(
                                models.Q(("state", "waiting"), _negated=True),
                                ("decided_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="letter_proposal_decided",
                    ),
                ],
            },
        ),
        walled("dossiers_lettersignature"),
        wall("dossiers_letterproposal", SEEN),
        append_only("dossiers_lettersigning"),
        append_only("dossiers_lettersignature"),
    ]
