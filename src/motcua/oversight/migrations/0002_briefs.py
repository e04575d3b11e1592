"""Weekly briefs, frozen: seen in the province whose register they tell of, never changed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from motcua.kernel.rls import UNITS, append_only, wall


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0002_changes'),
        ('oversight', '0001_difficulties'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Brief',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('week', models.DateField()),
                ('version', models.PositiveSmallIntegerField()),
                ('cut_off', models.DateTimeField()),
                ('made_at', models.DateTimeField()),
                ('reason', models.CharField(blank=True, default='', max_length=1000)),
                ('sentences', models.JSONField()),
                ('digest', models.CharField(max_length=64)),
                ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('unit', 'week', 'version'), name='brief_version_once')],
            },
        ),
        wall("oversight_brief", f"unit_id = ANY({UNITS}::bigint[])"),
        append_only("oversight_brief"),
    ]
