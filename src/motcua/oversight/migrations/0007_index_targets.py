"""Targets on indicators of the Service Index; reminders of owed answers, once each."""

import django.db.models.deletion
from django.db import migrations, models

from motcua.kernel.rls import append_only, wall

REMINDER = "EXISTS (SELECT 1 FROM oversight_difficulty d WHERE d.id = difficulty_id)"


class Migration(migrations.Migration):

    dependencies = [
        ('oversight', '0006_signals'),
    ]

    operations = [
        migrations.CreateModel(
            name='AnswerReminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rung', models.CharField(max_length=8)),
                ('occurrence', models.PositiveSmallIntegerField()),
                ('due_at', models.DateTimeField()),
                ('account_id', models.BigIntegerField()),
                ('sent_at', models.DateTimeField()),
                ('difficulty', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='oversight.difficulty')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('difficulty', 'due_at', 'rung', 'occurrence', 'account_id'), name='answer_reminder_once')],
            },
        ),
        migrations.AddField(
            model_name='target',
            name='indicator',
            field=models.CharField(blank=True, default='', max_length=8),
        ),
        migrations.AlterField(
            model_name='target',
            name='metric',
            field=models.CharField(choices=[('in-time', 'in-time'), ('online', 'online'), ('overdue', 'overdue'), ('index', 'index'), ('points', 'points')], max_length=12),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(('metric', 'points'), models.Q(('metric', 'index'), models.Q(('indicator', ''), _negated=True)), models.Q(models.Q(('metric', 'index'), _negated=True), ('indicator', '')), _connector='OR'), name='target_indicator'),
        ),
        wall("oversight_answerreminder", REMINDER),
        append_only("oversight_answerreminder"),
    ]
