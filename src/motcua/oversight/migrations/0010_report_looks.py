"""Whoever reads a frozen report has it computed again by the worker, and reads what was found."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('oversight', '0009_order_codes'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='reportorder', name='report_order_once'),
        migrations.AddField(
            model_name='reportorder',
            name='found',
            field=models.TextField(blank=True, default=''),
        ),
        migrations.AlterField(
            model_name='reportorder',
            name='act',
            field=models.CharField(choices=[('freeze', 'freeze'), ('renew', 'renew'), ('send', 'send'), ('look', 'look')], max_length=8),
        ),
        migrations.AddConstraint(
            model_name='reportorder',
            constraint=models.UniqueConstraint(condition=models.Q(('act', 'look'), _negated=True), fields=('unit', 'report', 'first_day', 'last_day'), name='report_change_once'),
        ),
        migrations.AddConstraint(
            model_name='reportorder',
            constraint=models.UniqueConstraint(condition=models.Q(('act', 'look')), fields=('base',), name='report_look_once'),
        ),
    ]
