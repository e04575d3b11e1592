"""Appointments by half-hour, walled; the ground of a priority stands with what happened."""

from __future__ import annotations

from typing import ClassVar

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from motcua.kernel.rls import PERSONS, UNITS, wall

GROUNDS = ["none", "elderly", "disabled", "pregnant", "merit", "supplement", "appointment", "other"]
STATES = ["booked", "cancelled", "arrived", "missed"]
MINE = f"unit_id = ANY({UNITS}::bigint[]) OR person_id = ANY({PERSONS}::bigint[])"
ID = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    """A centre and the person who booked see an appointment, nobody else."""

    dependencies: ClassVar = [("reception", "0003_devices"), ("kernel", "0005_scope_persons")]
    operations: ClassVar = [
        migrations.AddField(
            model_name="queue",
            name="capacity",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="ticketevent",
            name="ground",
            field=models.CharField(
                choices=[(one, one) for one in GROUNDS], default="none", max_length=12
            ),
        ),
        migrations.CreateModel(
            name="Slot",
            fields=[
                ("id", ID),
                ("at", models.DateTimeField()),
                ("booked", models.PositiveSmallIntegerField(default=0)),
                (
                    "queue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reception.queue",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("queue", "at"), name="slot_half_hour")
                ],
            },
        ),
        migrations.CreateModel(
            name="Appointment",
            fields=[
                ("id", ID),
                ("unit_id", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("code", models.CharField(max_length=6)),
                ("key", models.UUIDField(unique=True)),
                ("person_id", models.BigIntegerField(null=True)),
                ("phone", models.CharField(blank=True, default="", max_length=20)),
                ("language", models.CharField(max_length=5)),
                (
                    "procedures",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[(one, one) for one in STATES], default="booked", max_length=10
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("made_by", models.BigIntegerField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "queue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reception.queue",
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reception.ticket",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["unit_id", "at"], name="appointment_day"),
                    models.Index(fields=["person_id", "at"], name="appointment_own"),
                    models.Index(
                        condition=models.Q(("state", "booked")),
                        fields=["at"],
                        name="appointment_open",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "booked")),
                        fields=("unit_id", "code"),
                        name="appointment_code",
                    )
                ],
            },
        ),
        wall("reception_appointment", MINE),
    ]
