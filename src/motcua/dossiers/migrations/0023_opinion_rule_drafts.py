"""Rules of silence are written by one person and approved by another."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """The drafts; the rules themselves stay as they are."""

    dependencies = [("dossiers", "0022_internal_returns")]

    operations = [
        migrations.CreateModel(
            name="OpinionRuleDraft",
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
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "WAITING"),
                            ("approved", "APPROVED"),
                            ("returned", "RETURNED"),
                            ("recalled", "RECALLED"),
                        ],
                        max_length=10,
                    ),
                ),
                ("written_by", models.BigIntegerField()),
                ("written_at", models.DateTimeField()),
                ("decided_by", models.BigIntegerField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, default="", max_length=500)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("procedure_id", "valid_from"),
                        name="opinion_rule_draft_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("waiting", "recalled")),
                            models.Q(
                                ("decided_by__isnull", False),
                                models.Q(("decided_by", models.F("written_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="opinion_rule_draft_four_eyes",
                    ),
                ],
            },
        ),
    ]
