"""Targets of resolutions: dated, ended with a reason, never deleted. They name no person."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from motcua.kernel.rls import kept


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0002_changes'),
        ('oversight', '0002_briefs'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Target',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200)),
                ('source', models.CharField(max_length=300)),
                ('metric', models.CharField(choices=[('in-time', 'in-time'), ('online', 'online'), ('overdue', 'overdue')], max_length=12)),
                ('level', models.CharField(choices=[('communes', 'communes'), ('province', 'province'), ('all', 'all')], max_length=12)),
                ('goal', models.DecimalField(decimal_places=2, max_digits=5)),
                ('first_day', models.DateField()),
                ('last_day', models.DateField()),
                ('set_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, default='', max_length=1000)),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.unit')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='target_period'), models.CheckConstraint(condition=models.Q(('goal__gte', 0), ('goal__lte', 100)), name='target_goal'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True), ('reason', '')), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='target_ended')],
            },
        ),
        kept("oversight_target"),
    ]
