"""Slips written by hand, and what a unit has decided about work without a line."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

from motcua.kernel.rls import UNITS, append_only, wall

MINE = f"unit_id = ANY({UNITS}::bigint[])"


class Migration(migrations.Migration):
    """New columns have the database's own defaults; printings and decisions are only added."""

    dependencies: ClassVar = [("reception", "0009_interim_digest")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="InterimHouse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("unit_id", models.BigIntegerField()),
                ("valid_from", models.DateTimeField()),
                ("hours", models.PositiveSmallIntegerField()),
                ("numbers", models.PositiveSmallIntegerField()),
                ("late_days", models.PositiveSmallIntegerField()),
                ("near_hours", models.PositiveSmallIntegerField()),
                ("clock_minutes", models.PositiveSmallIntegerField()),
                ("paper_days", models.PositiveSmallIntegerField()),
                ("reason", models.CharField(max_length=300)),
                ("source", models.CharField(blank=True, default="", max_length=200)),
                ("set_by", models.BigIntegerField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("unit_id", "valid_from"), name="interim_house_once")],
            },
        ),
        migrations.AddField("interimbook", "medium", models.CharField(choices=[("browser", "browser"), ("paper", "paper")], db_default="browser", default="browser", max_length=8)),
        migrations.AddField("interimbook", "closed_at", models.DateTimeField(null=True)),
        migrations.AddField("interimbook", "closed_by", models.BigIntegerField(null=True)),
        migrations.AddField("interimslip", "taken_by", models.BigIntegerField(null=True)),
        migrations.AddField("interimslip", "cause", models.CharField(choices=[("power", "power"), ("line", "line"), ("computer", "computer"), ("other", "other")], db_default="", default="", max_length=10)),
        migrations.CreateModel(
            name="InterimPrint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("unit_id", models.BigIntegerField()),
                ("time", models.PositiveSmallIntegerField()),
                ("seqs", models.JSONField()),
                ("reason", models.CharField(blank=True, default="", max_length=300)),
                ("printed_at", models.DateTimeField()),
                ("printed_by", models.BigIntegerField()),
                ("book", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="prints", to="reception.interimbook")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("book", "time"), name="interim_print_once")],
            },
        ),
        wall("reception_interimprint", MINE),
        append_only("reception_interimprint"),
        append_only("reception_interimhouse"),
    ]
