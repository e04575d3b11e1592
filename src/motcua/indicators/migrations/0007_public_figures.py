"""Proofs of the figures, and what everybody may see of them. No personal data: sums only."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0006_case_ran_from'),
    ]

    operations = [
        migrations.CreateModel(
            name='Proof',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=20, unique=True)),
                ('stage', models.PositiveSmallIntegerField(default=0)),
                ('place', models.BigIntegerField(default=0)),
                ('began_at', models.DateTimeField(null=True)),
                ('aim', models.PositiveIntegerField(default=0)),
                ('looked', models.PositiveBigIntegerField(default=0)),
                ('proved_at', models.DateTimeField(null=True)),
                ('proved_from', models.DateTimeField(null=True)),
                ('seal', models.PositiveIntegerField(default=0)),
                ('seal_at', models.DateTimeField(null=True)),
                ('dossiers', models.PositiveBigIntegerField(default=0)),
                ('found', models.JSONField(default=list)),
                ('broken_at', models.DateTimeField(null=True)),
                ('mended', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Release',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=32)),
                ('year', models.PositiveSmallIntegerField()),
                ('through', models.PositiveSmallIntegerField()),
                ('made_at', models.DateTimeField()),
                ('made_by', models.CharField(max_length=40)),
                ('mended', models.PositiveIntegerField(default=0)),
                ('content', models.TextField()),
                ('digest', models.CharField(max_length=64)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('code', 'year'), name='release_once')],
            },
        ),
    ]
