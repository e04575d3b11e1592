"""Drafts, their files, what a sitting that ended left behind, groups."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
import motcua.filing.models
from django.db import migrations, models


class Migration(migrations.Migration):
    """Tables."""

    initial = True

    dependencies: ClassVar = [
        ('documents', '0001_initial'),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=motcua.filing.models.public_id_make, max_length=32, unique=True)),
                ('person_id', models.BigIntegerField()),
                ('subject_id', models.BigIntegerField()),
                ('relation_id', models.BigIntegerField(null=True)),
                ('helper_id', models.BigIntegerField(null=True)),
                ('procedure_code', models.CharField(max_length=40)),
                ('version_id', models.BigIntegerField()),
                ('form_id', models.BigIntegerField()),
                ('form_number', models.PositiveIntegerField(default=0)),
                ('unit_id', models.BigIntegerField(null=True)),
                ('case', models.CharField(blank=True, default='', max_length=80)),
                ('group', models.CharField(blank=True, default='', max_length=20)),
                ('answers', models.JSONField(default=dict)),
                ('marks', models.JSONField(default=list)),
                ('pages', models.JSONField(default=dict)),
                ('others', models.JSONField(default=dict)),
                ('papers', models.JSONField(default=dict)),
                ('delivery', models.JSONField(default=dict)),
                ('fees', models.JSONField(default=dict)),
                ('sources', models.JSONField(default=dict)),
                ('changes', models.JSONField(default=list)),
                ('version', models.PositiveIntegerField(default=1)),
                ('state', models.CharField(choices=[('open', 'open'), ('sent', 'sent'), ('discarded', 'discarded')], default='open', max_length=10)),
                ('sent_code', models.CharField(blank=True, default='', max_length=48)),
                ('started_at', models.DateTimeField()),
                ('saved_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('warned_at', models.DateTimeField(null=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('discarded_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['subject_id', 'person_id', '-saved_at'], name='draft_of'), models.Index(condition=models.Q(('state', 'open')), fields=['expires_at'], name='draft_expires'), models.Index(condition=models.Q(('state', 'discarded')), fields=['discarded_at'], name='draft_discarded')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('state', 'sent')), models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at__isnull', True)), _connector='OR'), name='draft_sent_has_instant'), models.CheckConstraint(condition=models.Q(models.Q(('discarded_at__isnull', False), ('state', 'discarded')), models.Q(models.Q(('state', 'discarded'), _negated=True), ('discarded_at__isnull', True)), _connector='OR'), name='draft_discarded_has_instant')],
            },
        ),
        migrations.CreateModel(
            name='DraftFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('component_id', models.BigIntegerField()),
                ('name', models.CharField(max_length=200)),
                ('order', models.PositiveSmallIntegerField()),
                ('source', models.CharField(default='device', max_length=8)),
                ('added_at', models.DateTimeField()),
                ('draft', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='filing.draft')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile')),
            ],
            options={
                'ordering': ('component_id', 'order', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Group',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=motcua.filing.models.public_id_make, max_length=32, unique=True)),
                ('kind', models.CharField(max_length=20)),
                ('person_id', models.BigIntegerField()),
                ('subject_id', models.BigIntegerField()),
                ('sources', models.JSONField(default=dict)),
                ('sent_at', models.DateTimeField()),
                ('draft', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='sent_group', to='filing.draft')),
            ],
        ),
        migrations.CreateModel(
            name='GroupPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=20)),
                ('order', models.PositiveSmallIntegerField()),
                ('procedure_code', models.CharField(max_length=40)),
                ('unit_id', models.BigIntegerField(null=True)),
                ('state', models.CharField(choices=[('filed', 'filed'), ('waiting', 'waiting'), ('failed', 'failed')], max_length=8)),
                ('dossier_id', models.BigIntegerField(null=True, unique=True)),
                ('dossier_code', models.CharField(blank=True, default='', max_length=48)),
                ('problem', models.CharField(blank=True, default='', max_length=60)),
                ('filed_at', models.DateTimeField(null=True)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='filing.group')),
            ],
            options={
                'ordering': ('order',),
            },
        ),
        migrations.AddIndex(
            model_name='group',
            index=models.Index(fields=['subject_id', '-sent_at'], name='group_of'),
        ),
        migrations.AddConstraint(
            model_name='grouppart',
            constraint=models.UniqueConstraint(fields=('group', 'key'), name='group_part_once'),
        ),
    ]
