"""The dossiers of the Service Index: versions that the worker keeps up with the events.

A version shows itself to the unit that resolves the dossier and to the one that took it in; only
system work writes. Dossiers of before are read by the worker from the first event on.
"""

from django.db import migrations, models

from motcua.kernel.rls import UNITS, wall

OWN = f"unit_id = ANY({UNITS}::bigint[]) OR receiving_unit_id = ANY({UNITS}::bigint[])"


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0004_units_only'),
    ]

    operations = [
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=20, unique=True)),
                ('place', models.CharField(blank=True, default='', max_length=60)),
                ('made_by', models.CharField(blank=True, default='', max_length=40)),
                ('problem', models.CharField(blank=True, default='', max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('dossier_id', models.BigIntegerField(db_index=True)),
                ('code', models.CharField(max_length=48)),
                ('version', models.PositiveIntegerField()),
                ('valid_from', models.DateTimeField()),
                ('valid_to', models.DateTimeField(null=True)),
                ('identity', models.CharField(max_length=48)),
                ('mirrored', models.BooleanField()),
                ('unit_id', models.BigIntegerField()),
                ('receiving_unit_id', models.BigIntegerField()),
                ('procedure_code', models.CharField(max_length=12)),
                ('procedure_version_id', models.BigIntegerField()),
                ('channel', models.PositiveSmallIntegerField(null=True)),
                ('status', models.PositiveSmallIntegerField()),
                ('submitted_at', models.DateTimeField(null=True)),
                ('accepted_at', models.DateTimeField(null=True)),
                ('due_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('returned_at', models.DateTimeField(null=True)),
                ('stands_since', models.DateTimeField(null=True)),
                ('supplements', models.PositiveSmallIntegerField()),
                ('spent_seconds', models.BigIntegerField(null=True)),
                ('e_result', models.BooleanField(null=True)),
                ('has_file', models.BooleanField(null=True)),
                ('all_digital', models.BooleanField(null=True)),
                ('reused', models.BooleanField(null=True)),
                ('from_store', models.BooleanField(null=True)),
                ('shared', models.BooleanField(null=True)),
                ('fee_due', models.BooleanField(null=True)),
                ('paid_online', models.PositiveSmallIntegerField(null=True)),
                ('identified', models.BooleanField(null=True)),
                ('population', models.BooleanField(null=True)),
                ('synchronised', models.BooleanField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['unit_id', 'accepted_at'], name='case_unit_received'), models.Index(fields=['unit_id', 'ended_at'], name='case_unit_ended'), models.Index(fields=['identity'], name='case_identity')],
            },
        ),
        wall("indicators_case", OWN),
        migrations.RunSQL(
            "INSERT INTO indicators_reading (name, place, made_by, problem)"
            " VALUES ('index-cases', '', '', '')",
            "DELETE FROM indicators_reading",
        ),
    ]
