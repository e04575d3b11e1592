"""Interim slips: numbers for counters without a line. A centre sees its own; none is removed."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

from motcua.kernel.rls import UNITS, wall

MINE = f"unit_id = ANY({UNITS}::bigint[])"


def never_removed(table: str) -> migrations.RunSQL:
    """Let the application add and change rows, and take none away."""
    return migrations.RunSQL(
        f"REVOKE DELETE, TRUNCATE ON {table} FROM motcua_app;",
        f"GRANT DELETE ON {table} TO motcua_app;",
    )


class Migration(migrations.Migration):
    """A number that was given out is accounted for: whatever it became, its row stays."""

    dependencies: ClassVar = [('reception', '0006_rounds_points_and_houses')]

    operations: ClassVar = [
        migrations.CreateModel(
            name='InterimBook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(unique=True)),
                ('unit_id', models.BigIntegerField()),
                ('day', models.DateField()),
                ('serial', models.PositiveSmallIntegerField()),
                ('device', models.CharField(max_length=32)),
                ('device_name', models.CharField(max_length=60)),
                ('account_id', models.BigIntegerField()),
                ('posting_id', models.BigIntegerField()),
                ('secret', models.BinaryField()),
                ('numbers', models.PositiveSmallIntegerField()),
                ('used', models.PositiveSmallIntegerField(default=0)),
                ('issued_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('offset_ms', models.BigIntegerField()),
                ('seen_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['unit_id', '-issued_at'], name='interim_newest')],
                'constraints': [models.UniqueConstraint(fields=('unit_id', 'day', 'serial'), name='interim_block')],
            },
        ),
        migrations.CreateModel(
            name='InterimSlip',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit_id', models.BigIntegerField()),
                ('key', models.UUIDField()),
                ('seq', models.PositiveSmallIntegerField()),
                ('again', models.PositiveSmallIntegerField(default=0)),
                ('number', models.CharField(max_length=20)),
                ('kind', models.CharField(choices=[('accept', 'accept'), ('register', 'register'), ('cancel', 'cancel')], max_length=8)),
                ('state', models.CharField(choices=[('accepted', 'accepted'), ('doubt', 'doubt'), ('joined', 'joined'), ('cancelled', 'cancelled')], max_length=10)),
                ('procedure_code', models.CharField(blank=True, default='', max_length=20)),
                ('competent_unit_id', models.BigIntegerField(null=True)),
                ('version_id', models.BigIntegerField(null=True)),
                ('data', models.JSONField(default=dict)),
                ('doubts', models.JSONField(default=dict)),
                ('reason', models.CharField(blank=True, default='', max_length=1000)),
                ('taken_at', models.DateTimeField()),
                ('clock_ms', models.BigIntegerField(default=0)),
                ('cash_vnd', models.PositiveBigIntegerField(null=True)),
                ('cash_booked', models.BooleanField(default=False)),
                ('came_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('came_by', models.BigIntegerField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_by', models.BigIntegerField(null=True)),
                ('dossier_code', models.CharField(blank=True, default='', max_length=48)),
                ('book', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='slips', to='reception.interimbook')),
            ],
            options={
                'indexes': [
                    models.Index(condition=models.Q(('state', 'doubt')), fields=['unit_id', 'id'], name='interim_open'),
                    models.Index(fields=['number'], name='interim_number_look'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('book', 'key'), name='interim_once'),
                    models.UniqueConstraint(fields=('book', 'seq', 'again'), name='interim_number'),
                ],
            },
        ),
        wall("reception_interimbook", MINE),
        wall("reception_interimslip", MINE),
        never_removed("reception_interimbook"),
        never_removed("reception_interimslip"),
    ]
