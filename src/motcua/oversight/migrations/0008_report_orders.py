"""What was asked of the worker about official reports: one row for a report, seen in its unit."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from motcua.kernel.rls import UNITS, kept, wall


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0002_changes'),
        ('oversight', '0007_index_targets'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ReportOrder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.CharField(choices=[('freeze', 'freeze'), ('renew', 'renew'), ('send', 'send')], max_length=8)),
                ('report', models.CharField(max_length=24)),
                ('first_day', models.DateField()),
                ('last_day', models.DateField()),
                ('base_seq', models.PositiveSmallIntegerField(default=0)),
                ('reason', models.CharField(blank=True, default='', max_length=1000)),
                ('due_on', models.DateField(null=True)),
                ('to_name', models.CharField(blank=True, default='', max_length=200)),
                ('asked_at', models.DateTimeField()),
                ('name', models.CharField(blank=True, default='', max_length=200)),
                ('language', models.CharField(default='vi', max_length=8)),
                ('work_until', models.DateTimeField(null=True)),
                ('not_before', models.DateTimeField(null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('begun_at', models.DateTimeField(null=True)),
                ('part', models.CharField(blank=True, choices=[('numbers', 'numbers'), ('events', 'events'), ('keeping', 'keeping')], default='', max_length=8)),
                ('done', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveIntegerField(default=0)),
                ('problem', models.CharField(blank=True, default='', max_length=40)),
                ('words', models.CharField(blank=True, default='', max_length=1000)),
                ('ended_at', models.DateTimeField(null=True)),
                ('account', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('base', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='oversight.frozenreport')),
                ('made', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='oversight.frozenreport')),
                ('rule', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='oversight.reportrule')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.unit')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['id'], name='report_order_open')],
                'constraints': [models.UniqueConstraint(fields=('unit', 'report', 'first_day', 'last_day'), name='report_order_once'), models.CheckConstraint(condition=models.Q(models.Q(('act', 'freeze'), ('base', None)), models.Q(models.Q(('act', 'freeze'), _negated=True), ('base__isnull', False)), _connector='OR'), name='report_order_base')],
            },
        ),
        wall("oversight_reportorder", f"unit_id = ANY({UNITS}::bigint[])"),
        kept("oversight_reportorder"),
    ]
