"""Home visits and rounds, extra reception points, and what a centre decides for its hall."""

from __future__ import annotations

from typing import ClassVar

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from motcua.kernel.rls import PERSONS, UNITS, append_only, wall

MINE = f"unit_id = ANY({UNITS}::bigint[])"


class Migration(migrations.Migration):
    """A centre and the person who asked see a request; what happened to it only grows."""

    dependencies: ClassVar = [
        ('reception', '0005_aim'),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name='HallHouse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit_id', models.BigIntegerField(unique=True)),
                ('call_seconds', models.PositiveSmallIntegerField()),
                ('misses_most', models.PositiveSmallIntegerField()),
                ('firsts_in_a_row', models.PositiveSmallIntegerField()),
                ('ended_on', models.DateField(null=True)),
                ('visits_open', models.BooleanField(default=False)),
                ('latitude', models.FloatField(null=True)),
                ('longitude', models.FloatField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Hamlet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit_id', models.BigIntegerField()),
                ('name', models.CharField(max_length=80)),
                ('position', models.PositiveSmallIntegerField()),
                ('latitude', models.FloatField(null=True)),
                ('longitude', models.FloatField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='HamletRoad',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit_id', models.BigIntegerField()),
                ('metres', models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Point',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit_id', models.BigIntegerField()),
                ('name', models.CharField(max_length=100)),
                ('seat', models.CharField(max_length=240)),
                ('hotline', models.CharField(blank=True, default='', max_length=20)),
                ('hint', models.CharField(blank=True, default='', max_length=200)),
                ('fields', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None)),
                ('posting_ids', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None)),
                ('latitude', models.FloatField(null=True)),
                ('longitude', models.FloatField(null=True)),
                ('off_days', django.contrib.postgres.fields.ArrayField(base_field=models.DateField(), blank=True, default=list, size=None)),
                ('opened_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='PointHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weekday', models.PositiveSmallIntegerField(null=True)),
                ('day', models.DateField(null=True)),
                ('begins', models.TimeField()),
                ('ends', models.TimeField()),
                ('since', models.DateField()),
                ('until', models.DateField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='PointIntake',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit_id', models.BigIntegerField()),
                ('code', models.CharField(max_length=48, unique=True)),
                ('at', models.DateTimeField()),
                ('account_id', models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Round',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit_id', models.BigIntegerField()),
                ('number', models.PositiveIntegerField()),
                ('day', models.DateField()),
                ('starts', models.TimeField()),
                ('service_minutes', models.PositiveSmallIntegerField(default=30)),
                ('vehicle', models.CharField(choices=[('foot', 'foot'), ('bicycle', 'bicycle'), ('motorbike', 'motorbike'), ('car', 'car'), ('boat', 'boat')], max_length=10)),
                ('account_ids', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('posting_ids', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('note', models.CharField(blank=True, default='', max_length=200)),
                ('state', models.CharField(choices=[('planned', 'planned'), ('under_way', 'under_way'), ('ended', 'ended'), ('cancelled', 'cancelled')], default='planned', max_length=10)),
                ('by_hand', models.BooleanField(default=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('key', models.UUIDField(unique=True)),
                ('made_at', models.DateTimeField()),
                ('made_by', models.BigIntegerField()),
                ('started_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit_id', models.BigIntegerField()),
                ('key', models.UUIDField(unique=True)),
                ('state', models.CharField(choices=[('requested', 'requested'), ('planned', 'planned'), ('on_the_way', 'on_the_way'), ('there', 'there'), ('done', 'done'), ('not_met', 'not_met'), ('refused', 'refused'), ('cancelled', 'cancelled')], default='requested', max_length=12)),
                ('asked_by', models.CharField(choices=[('portal', 'portal'), ('phone', 'phone'), ('counter', 'counter'), ('helper', 'helper')], max_length=8)),
                ('asked_at', models.DateTimeField()),
                ('asked_account', models.BigIntegerField(null=True)),
                ('person_id', models.BigIntegerField(null=True)),
                ('name', models.CharField(blank=True, default='', max_length=120)),
                ('phone', models.CharField(blank=True, default='', max_length=20)),
                ('address', models.CharField(blank=True, default='', max_length=240)),
                ('latitude', models.FloatField(null=True)),
                ('longitude', models.FloatField(null=True)),
                ('reason', models.CharField(choices=[('elderly', 'elderly'), ('ill', 'ill'), ('disabled', 'disabled'), ('child', 'child'), ('no_way', 'no_way')], max_length=10)),
                ('procedures', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, default=list, size=None)),
                ('matter', models.CharField(blank=True, default='', max_length=200)),
                ('wishes', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), blank=True, default=list, size=None)),
                ('helper_name', models.CharField(blank=True, default='', max_length=120)),
                ('helper_phone', models.CharField(blank=True, default='', max_length=20)),
                ('language', models.CharField(default='vi', max_length=5)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('planned_for', models.DateTimeField(null=True)),
                ('left_at', models.DateTimeField(null=True)),
                ('arrived_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('answer', models.CharField(blank=True, default='', max_length=300)),
                ('dossier_codes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=48), blank=True, default=list, size=None)),
                ('erased_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='VisitEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit_id', models.BigIntegerField()),
                ('at', models.DateTimeField()),
                ('told_at', models.DateTimeField()),
                ('step', models.CharField(choices=[('asked', 'asked'), ('changed', 'changed'), ('planned', 'planned'), ('taken_out', 'taken_out'), ('left', 'left'), ('arrived', 'arrived'), ('done', 'done'), ('not_met', 'not_met'), ('taken_back', 'taken_back'), ('refused', 'refused'), ('cancelled', 'cancelled'), ('again', 'again')], max_length=12)),
                ('account_id', models.BigIntegerField(null=True)),
                ('posting_id', models.BigIntegerField(null=True)),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.RemoveConstraint(
            model_name='counter',
            name='counter_number',
        ),
        migrations.AddField(
            model_name='counter',
            name='closed_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='queue',
            name='name_en',
            field=models.CharField(blank=True, default='', max_length=80),
        ),
        migrations.AddField(
            model_name='queue',
            name='name_id',
            field=models.CharField(blank=True, default='', max_length=80),
        ),
        migrations.AddConstraint(
            model_name='counter',
            constraint=models.UniqueConstraint(condition=models.Q(('closed_at', None)), fields=('unit_id', 'number'), name='counter_number'),
        ),
        migrations.AddIndex(
            model_name='hamlet',
            index=models.Index(fields=['unit_id', 'position'], name='hamlet_order'),
        ),
        migrations.AddField(
            model_name='hamletroad',
            name='one',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reception.hamlet'),
        ),
        migrations.AddField(
            model_name='hamletroad',
            name='other',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reception.hamlet'),
        ),
        migrations.AddIndex(
            model_name='point',
            index=models.Index(fields=['unit_id'], name='point_unit'),
        ),
        migrations.AddField(
            model_name='pointhours',
            name='point',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hours', to='reception.point'),
        ),
        migrations.AddField(
            model_name='pointintake',
            name='point',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reception.point'),
        ),
        migrations.AddIndex(
            model_name='round',
            index=models.Index(fields=['unit_id', 'day'], name='round_day'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.UniqueConstraint(fields=('unit_id', 'number'), name='round_number'),
        ),
        migrations.AddField(
            model_name='visit',
            name='hamlet',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reception.hamlet'),
        ),
        migrations.AddField(
            model_name='visit',
            name='round',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='reception.round'),
        ),
        migrations.AddField(
            model_name='visitevent',
            name='round',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reception.round'),
        ),
        migrations.AddField(
            model_name='visitevent',
            name='visit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='reception.visit'),
        ),
        migrations.AddConstraint(
            model_name='hamletroad',
            constraint=models.UniqueConstraint(fields=('one', 'other'), name='hamlet_road_once'),
        ),
        migrations.AddConstraint(
            model_name='hamletroad',
            constraint=models.CheckConstraint(condition=models.Q(('one__lt', models.F('other'))), name='hamlet_road_sorted'),
        ),
        migrations.AddConstraint(
            model_name='pointhours',
            constraint=models.CheckConstraint(condition=models.Q(('weekday', None), ('day', None), _connector='XOR'), name='point_hours_one_kind'),
        ),
        migrations.AddConstraint(
            model_name='pointhours',
            constraint=models.CheckConstraint(condition=models.Q(('begins__lt', models.F('ends'))), name='point_hours_order'),
        ),
        migrations.AddConstraint(
            model_name='pointhours',
            constraint=models.CheckConstraint(condition=models.Q(('weekday', None), ('weekday__lte', 6), _connector='OR'), name='point_hours_weekday'),
        ),
        migrations.AddIndex(
            model_name='pointintake',
            index=models.Index(fields=['unit_id', 'at'], name='point_intake_when'),
        ),
        migrations.AddIndex(
            model_name='visit',
            index=models.Index(condition=models.Q(('state__in', ['on_the_way', 'planned', 'requested', 'there'])), fields=['unit_id', 'asked_at'], name='visit_open'),
        ),
        migrations.AddIndex(
            model_name='visit',
            index=models.Index(fields=['unit_id', 'asked_at'], name='visit_asked'),
        ),
        migrations.AddIndex(
            model_name='visit',
            index=models.Index(fields=['person_id', 'asked_at'], name='visit_own'),
        ),
        migrations.AddIndex(
            model_name='visit',
            index=models.Index(condition=models.Q(('erased_at', None)), fields=['ended_at'], name='visit_to_erase'),
        ),
        migrations.AddConstraint(
            model_name='visit',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['on_the_way', 'planned', 'there']), _negated=True), models.Q(('round', None), _negated=True), _connector='OR'), name='visit_in_a_round'),
        ),
        wall("reception_visit", f"{MINE} OR person_id = ANY({PERSONS}::bigint[])"),
        wall("reception_visitevent", MINE),
        append_only("reception_visitevent"),
        wall("reception_round", MINE),
        wall("reception_pointintake", MINE),
    ]
