"""Signals of polished figures, with their walls: cases, matters and sums are seen by their unit.

Cases, what belongs to a matter and what was said only grow; nothing is deleted.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from motcua.kernel.rls import UNITS, append_only, kept, wall

OWN = f"unit_id = ANY({UNITS}::bigint[])"
MATTER = "EXISTS (SELECT 1 FROM oversight_signalmatter m WHERE m.id = matter_id)"


class Migration(migrations.Migration):

    dependencies = [
        ('oversight', '0005_frozen_reports'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SignalReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=20, unique=True)),
                ('place', models.CharField(blank=True, default='', max_length=60)),
                ('made_by', models.CharField(blank=True, default='', max_length=40)),
                ('stuck', models.JSONField(default=dict)),
                ('read_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='SignalCase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('signal', models.CharField(max_length=32)),
                ('unit_id', models.BigIntegerField()),
                ('month', models.DateField()),
                ('at', models.DateTimeField()),
                ('dossier_id', models.BigIntegerField()),
                ('code', models.CharField(max_length=48)),
                ('seq', models.PositiveIntegerField()),
                ('seqs', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveIntegerField(), size=None)),
                ('account_id', models.BigIntegerField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['month', 'signal', 'unit_id', 'at'], name='signal_case')],
                'constraints': [models.UniqueConstraint(fields=('signal', 'dossier_id', 'seq'), name='signal_case_once')],
            },
        ),
        migrations.CreateModel(
            name='SignalMatter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('signal', models.CharField(max_length=32)),
                ('unit_id', models.BigIntegerField()),
                ('raised_at', models.DateTimeField()),
                ('first_month', models.DateField()),
                ('last_month', models.DateField()),
                ('exposed', models.PositiveIntegerField()),
                ('cases', models.PositiveIntegerField()),
                ('expected', models.FloatField()),
                ('chance', models.FloatField()),
                ('concluded', models.BooleanField(default=False)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('concluded', False)), fields=('signal', 'unit_id'), name='signal_matter_open_once')],
            },
        ),
        migrations.CreateModel(
            name='SignalMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('added_at', models.DateTimeField()),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='member', to='oversight.signalcase')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='oversight.signalmatter')),
            ],
        ),
        migrations.CreateModel(
            name='SignalTally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_by', models.CharField(max_length=40)),
                ('signal', models.CharField(max_length=32)),
                ('unit_id', models.BigIntegerField()),
                ('month', models.DateField()),
                ('exposed', models.BigIntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('made_by', 'month', 'signal', 'unit_id'), include=('exposed',), name='signal_tally_once')],
            },
        ),
        migrations.CreateModel(
            name='SignalSaid',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('explanation', 'explanation'), ('conclusion', 'conclusion')], max_length=12)),
                ('verdict', models.CharField(blank=True, choices=[('explained', 'explained'), ('to-mend', 'to-mend'), ('nothing', 'nothing')], default='', max_length=12)),
                ('text', models.CharField(max_length=4000)),
                ('at', models.DateTimeField()),
                ('posting_id', models.BigIntegerField()),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='said', to='oversight.signalmatter')),
            ],
            options={
                'ordering': ('id',),
                'constraints': [models.UniqueConstraint(condition=models.Q(('kind', 'conclusion')), fields=('matter',), name='signal_concluded_once'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'explanation'), ('verdict', '')), models.Q(('kind', 'conclusion'), models.Q(('verdict', ''), _negated=True)), _connector='OR'), name='signal_said_verdict')],
            },
        ),
        wall("oversight_signalcase", OWN),
        wall("oversight_signalmatter", OWN),
        wall("oversight_signaltally", OWN),
        wall("oversight_signalmember", MATTER),
        wall("oversight_signalsaid", MATTER),
        append_only("oversight_signalcase"),
        append_only("oversight_signalmember"),
        append_only("oversight_signalsaid"),
        kept("oversight_signalmatter"),
        kept("oversight_signaltally"),
        kept("oversight_signalreading"),
    ]
