"""Bulk scanning: stacks, their pages and runs, each shown to its unit alone; claims of work."""

import django.db.models.deletion
from django.db import migrations, models

from motcua.kernel.rls import UNITS, wall

OF_UNIT = f"unit_id = ANY({UNITS}::bigint[])"
TABLES = ("scanbatch", "batchfile", "batchrun", "batchpage")


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0003_held'),
        ('dossiers', '0020_scans'),
        ('organisations', '0002_changes'),
    ]

    operations = [
        migrations.AddField(
            model_name='scan',
            name='work_until',
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name='ScanBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('working', 'WORKING'), ('open', 'OPEN'), ('done', 'DONE'), ('dropped', 'DROPPED')], max_length=8)),
                ('change', models.PositiveIntegerField(default=0)),
                ('work_until', models.DateTimeField(null=True)),
                ('begun_by', models.BigIntegerField()),
                ('begun_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.unit')),
            ],
        ),
        migrations.CreateModel(
            name='BatchRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField()),
                ('label', models.CharField(blank=True, default='', max_length=80)),
                ('several', models.BooleanField(default=False)),
                ('landed_by', models.BigIntegerField(null=True)),
                ('landed_at', models.DateTimeField(null=True)),
                ('component', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='dossiers.component')),
                ('dossier', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='dossiers.dossier')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.unit')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='runs', to='dossiers.scanbatch')),
            ],
        ),
        migrations.CreateModel(
            name='BatchFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(db_index=True, max_length=64)),
                ('size', models.PositiveIntegerField()),
                ('kind', models.CharField(max_length=8)),
                ('pages', models.PositiveSmallIntegerField()),
                ('taken', models.PositiveSmallIntegerField(default=0)),
                ('problem', models.CharField(blank=True, default='', max_length=300)),
                ('added_by', models.BigIntegerField()),
                ('added_at', models.DateTimeField()),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.unit')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='dossiers.scanbatch')),
            ],
        ),
        migrations.CreateModel(
            name='BatchPage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveSmallIntegerField()),
                ('number', models.PositiveSmallIntegerField()),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('drawn', models.BooleanField(default=False)),
                ('dpi', models.PositiveSmallIntegerField(default=0)),
                ('state', models.CharField(choices=[('waiting', 'WAITING'), ('ready', 'READY'), ('failed', 'FAILED')], max_length=8)),
                ('role', models.CharField(choices=[('page', 'PAGE'), ('separator', 'SEPARATOR'), ('blank', 'BLANK')], max_length=10)),
                ('labels', models.JSONField(default=list)),
                ('problem', models.CharField(blank=True, default='', max_length=300)),
                ('removed', models.BooleanField(default=False)),
                ('preview_sha256', models.CharField(blank=True, default='', max_length=64)),
                ('preview_size', models.PositiveIntegerField(default=0)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='dossiers.batchfile')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.unit')),
                ('run', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='pages', to='dossiers.batchrun')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pages', to='dossiers.scanbatch')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('source', 'place'), name='batch_page_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='batchfile',
            constraint=models.UniqueConstraint(fields=('batch', 'sha256'), name='batch_file_once'),
        ),
        *(wall(f"dossiers_{one}", OF_UNIT) for one in TABLES),
    ]
