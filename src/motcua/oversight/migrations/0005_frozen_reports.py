"""Frozen reports, their steps and files: seen in the unit, never changed. The schedule's rules."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from motcua.kernel.rls import UNITS, append_only, kept, wall


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0002_changes'),
        ('oversight', '0004_promises_and_mergers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ReportRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('report', models.CharField(max_length=24)),
                ('every', models.CharField(choices=[('month', 'month'), ('quarter', 'quarter'), ('year', 'year')], max_length=8)),
                ('reach', models.CharField(choices=[('own', 'own'), ('below', 'below')], max_length=8)),
                ('draft_day', models.PositiveSmallIntegerField()),
                ('due_day', models.PositiveSmallIntegerField()),
                ('to_name', models.CharField(blank=True, default='', max_length=200)),
                ('mail', models.EmailField(blank=True, default='', max_length=254)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(null=True)),
                ('source', models.CharField(max_length=300)),
                ('set_at', models.DateTimeField()),
                ('ended_reason', models.CharField(blank=True, default='', max_length=1000)),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.unit')),
            ],
        ),
        migrations.CreateModel(
            name='FrozenReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=120, unique=True)),
                ('report', models.CharField(max_length=24)),
                ('first_day', models.DateField()),
                ('last_day', models.DateField()),
                ('version', models.PositiveSmallIntegerField()),
                ('due_on', models.DateField(null=True)),
                ('to_name', models.CharField(blank=True, default='', max_length=200)),
                ('cut_off', models.DateTimeField()),
                ('made_at', models.DateTimeField()),
                ('event', models.BigIntegerField()),
                ('horizon', models.BigIntegerField()),
                ('seal', models.PositiveIntegerField()),
                ('seal_hash', models.CharField(blank=True, default='', max_length=64)),
                ('sheet', models.TextField()),
                ('codes', models.BinaryField()),
                ('difference', models.TextField(blank=True, default='')),
                ('reason', models.CharField(blank=True, default='', max_length=1000)),
                ('before', models.CharField(blank=True, default='', max_length=64)),
                ('digest', models.CharField(max_length=64)),
                ('signature', models.CharField(max_length=120)),
                ('to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.unit')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.unit')),
                ('rule', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='oversight.reportrule')),
            ],
        ),
        migrations.CreateModel(
            name='ReportStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit_id', models.BigIntegerField()),
                ('seq', models.PositiveSmallIntegerField()),
                ('fact', models.CharField(choices=[('drafted', 'drafted'), ('signed', 'signed'), ('returned', 'returned'), ('approved', 'approved'), ('sent', 'sent'), ('withdrawn', 'withdrawn'), ('replaced', 'replaced'), ('seen', 'seen')], max_length=12)),
                ('at', models.DateTimeField()),
                ('posting_id', models.BigIntegerField(null=True)),
                ('name', models.CharField(blank=True, default='', max_length=200)),
                ('role', models.CharField(blank=True, default='', max_length=24)),
                ('place', models.CharField(blank=True, default='', max_length=250)),
                ('text', models.CharField(blank=True, default='', max_length=1000)),
                ('other', models.CharField(blank=True, default='', max_length=120)),
                ('digest', models.CharField(max_length=64)),
                ('signature', models.CharField(max_length=120)),
                ('account', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('report', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='oversight.frozenreport')),
            ],
            options={
                'ordering': ('seq',),
            },
        ),
        migrations.CreateModel(
            name='ReportFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit_id', models.BigIntegerField()),
                ('file_id', models.BigIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('signatures', models.JSONField(default=list)),
                ('made_at', models.DateTimeField()),
                ('report', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='files', to='oversight.frozenreport')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('report',), name='report_file_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='reportrule',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='report_rule_period'),
        ),
        migrations.AddConstraint(
            model_name='reportrule',
            constraint=models.CheckConstraint(condition=models.Q(('draft_day__gte', 1), ('due_day__gte', models.F('draft_day'))), name='report_rule_days'),
        ),
        migrations.AddConstraint(
            model_name='frozenreport',
            constraint=models.UniqueConstraint(fields=('unit', 'report', 'first_day', 'last_day', 'version'), name='frozen_version_once'),
        ),
        migrations.AddConstraint(
            model_name='frozenreport',
            constraint=models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='frozen_report_period'),
        ),
        migrations.AddConstraint(
            model_name='frozenreport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('before', ''), ('reason', ''), ('version', 1)), models.Q(('version__gt', 1), models.Q(('reason', ''), _negated=True), models.Q(('before', ''), _negated=True)), _connector='OR'), name='frozen_version_reason'),
        ),
        migrations.AddConstraint(
            model_name='reportstep',
            constraint=models.UniqueConstraint(fields=('report', 'seq'), name='report_step_once'),
        ),
        wall("oversight_reportrule", f"unit_id = ANY({UNITS}::bigint[])"),
        wall("oversight_frozenreport", f"unit_id = ANY({UNITS}::bigint[])"),
        wall("oversight_reportstep", f"unit_id = ANY({UNITS}::bigint[])"),
        wall("oversight_reportfile", f"unit_id = ANY({UNITS}::bigint[])"),
        kept("oversight_reportrule"),
        append_only("oversight_frozenreport"),
        append_only("oversight_reportstep"),
        append_only("oversight_reportfile"),
    ]
