"""Services that a process waits for; timers that failed are left alone for a while."""

import django.db.models.deletion
from django.db import migrations, models

from motcua.kernel.rls import wall

OF_PROCESS = "EXISTS (SELECT 1 FROM workflow_process p WHERE p.id = process_id)"


class Migration(migrations.Migration):

    dependencies = [
        ('workflow', '0008_drawn_walls'),
    ]

    operations = [
        migrations.AddField(
            model_name='timer',
            name='failures',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='timer',
            name='held_until',
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name='Call',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('element', models.CharField(max_length=80)),
                ('action', models.CharField(max_length=40)),
                ('text', models.CharField(blank=True, default='', max_length=40)),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('done', 'done'), ('person', 'person'), ('cancelled', 'cancelled')], default='waiting', max_length=12)),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('set_at', models.DateTimeField()),
                ('next_at', models.DateTimeField()),
                ('over_at', models.DateTimeField(null=True)),
                ('told', models.JSONField(default=dict)),
                ('reason', models.TextField(blank=True, default='')),
                ('process', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='workflow.process')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['next_at', 'id'], name='call_due'), models.Index(fields=['process', 'id'], name='call_process')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('process', 'element'), name='call_once')],
            },
        ),
        wall('workflow_call', OF_PROCESS),
    ]
