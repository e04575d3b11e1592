
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0002_changes'),
        ('payments', '0006_entry_once_by_unit'),
    ]

    operations = [
        migrations.CreateModel(
            name='DayReopening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reopened_by', models.BigIntegerField()),
                ('reopened_at', models.DateTimeField()),
                ('reason', models.CharField(max_length=500)),
            ],
        ),
        migrations.CreateModel(
            name='TransferRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('working_days', models.PositiveSmallIntegerField()),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(null=True)),
                ('source', models.CharField(max_length=300)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='dayclosing',
            name='day_closed_once',
        ),
        migrations.AddField(
            model_name='dayclosing',
            name='turn',
            field=models.PositiveSmallIntegerField(db_default=1, default=1),
        ),
        migrations.AddField(
            model_name='mismatch',
            name='explained_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='mismatch',
            name='explained_by',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddIndex(
            model_name='paymentattempt',
            index=models.Index(condition=models.Q(('external_id', ''), ('method', 'transfer'), ('state', 'paid')), fields=['ended_at'], name='attempt_unseen'),
        ),
        migrations.AddConstraint(
            model_name='dayclosing',
            constraint=models.UniqueConstraint(fields=('unit', 'day', 'turn'), name='day_closed_once'),
        ),
        migrations.AddConstraint(
            model_name='mismatch',
            constraint=models.CheckConstraint(condition=models.Q(('explained_by__isnull', True), ('resolved_by__isnull', True), models.Q(('resolved_by', models.F('explained_by')), _negated=True), _connector='OR'), name='mismatch_by_two'),
        ),
        migrations.AddField(
            model_name='dayreopening',
            name='closing',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='reopening', to='payments.dayclosing'),
        ),
        migrations.AddField(
            model_name='dayreopening',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.unit'),
        ),
        migrations.AddConstraint(
            model_name='transferrule',
            constraint=models.CheckConstraint(condition=models.Q(('working_days__gt', 0), models.Q(('valid_to__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR')), name='transfer_rule_period'),
        ),
        migrations.AddConstraint(
            model_name='transferrule',
            constraint=models.UniqueConstraint(fields=('valid_to',), name='transfer_rule_open', nulls_distinct=False),
        ),
    ]
