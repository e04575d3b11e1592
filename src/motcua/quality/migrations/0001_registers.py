"""Registers of audits, non-conformities and corrective actions, with their walls.

Seen by the units in `reach`; what hangs on them is seen as they are. Events, findings, evidence
and reminders only grow; nothing is deleted.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from motcua.kernel.rls import UNITS, append_only, kept, wall

REACHED = f"reach && {UNITS}::bigint[]"
AUDIT = "EXISTS (SELECT 1 FROM quality_audit a WHERE a.id = {}.audit_id)"
OF = "EXISTS (SELECT 1 FROM quality_nonconformity n WHERE n.id = {}.nonconformity_id)"
EVIDENCE = (
    "EXISTS (SELECT 1 FROM quality_finding f WHERE f.id = quality_evidence.finding_id)"
    " OR EXISTS (SELECT 1 FROM quality_nonconformityevent e WHERE e.id = quality_evidence.event_id)"
)
ACTION = (
    "EXISTS (SELECT 1 FROM quality_correctiveaction c"
    " WHERE c.id = quality_actionreminder.action_id)"
)


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisations', '0002_changes'),
        ('kernel', '0005_scope_persons'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Audit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('number', models.PositiveIntegerField()),
                ('code', models.CharField(max_length=40, unique=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('state', models.CharField(choices=[('planned', 'planned'), ('held', 'held'), ('concluded', 'concluded'), ('closed', 'closed'), ('cancelled', 'cancelled')], max_length=12)),
                ('title', models.CharField(max_length=200)),
                ('criteria', models.CharField(max_length=2000)),
                ('unit_ids', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ('procedures', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None)),
                ('processes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), default=list, size=None)),
                ('auditor_ids', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ('first_day', models.DateField()),
                ('last_day', models.DateField()),
                ('reach', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.unit')),
            ],
        ),
        migrations.CreateModel(
            name='AuditEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('fact', models.CharField(choices=[('planned', 'planned'), ('changed', 'changed'), ('begun', 'begun'), ('concluded', 'concluded'), ('carried', 'carried'), ('closed', 'closed'), ('cancelled', 'cancelled')], max_length=12)),
                ('posting_id', models.BigIntegerField()),
                ('text', models.CharField(blank=True, default='', max_length=4000)),
                ('data', models.JSONField(default=dict)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('audit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='quality.audit')),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='CorrectiveAction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('text', models.CharField(max_length=4000)),
                ('first_due_on', models.DateField()),
                ('due_on', models.DateField()),
                ('state', models.CharField(choices=[('open', 'open'), ('done', 'done'), ('effective', 'effective'), ('ineffective', 'ineffective')], max_length=12)),
                ('done_at', models.DateTimeField(null=True)),
                ('checked_at', models.DateTimeField(null=True)),
                ('checked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('done_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('number',),
            },
        ),
        migrations.CreateModel(
            name='ActionReminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rung', models.CharField(max_length=8)),
                ('occurrence', models.PositiveSmallIntegerField()),
                ('due_on', models.DateField()),
                ('account_id', models.BigIntegerField()),
                ('sent_at', models.DateTimeField()),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='quality.correctiveaction')),
            ],
        ),
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('grade', models.CharField(choices=[('conform', 'conform'), ('observation', 'observation'), ('minor', 'minor'), ('major', 'major')], max_length=12)),
                ('place', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.unit')),
                ('clause', models.CharField(max_length=200)),
                ('text', models.CharField(max_length=4000)),
                ('procedure', models.CharField(blank=True, default='', max_length=40)),
                ('process_key', models.CharField(blank=True, default='', max_length=80)),
                ('dossier_code', models.CharField(blank=True, default='', max_length=48)),
                ('reason', models.CharField(blank=True, default='', max_length=1000)),
                ('at', models.DateTimeField()),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('audit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='quality.audit')),
                ('replaces', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='quality.finding')),
            ],
            options={
                'ordering': ('number',),
            },
        ),
        migrations.CreateModel(
            name='Nonconformity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('number', models.PositiveIntegerField()),
                ('code', models.CharField(max_length=40, unique=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('state', models.CharField(choices=[('open', 'open'), ('acting', 'acting'), ('checking', 'checking'), ('closed', 'closed'), ('dismissed', 'dismissed')], max_length=12)),
                ('source', models.CharField(choices=[('audit', 'audit'), ('petition', 'petition'), ('lateness', 'lateness'), ('observation', 'observation')], max_length=12)),
                ('petition_number', models.CharField(blank=True, default='', max_length=24)),
                ('dossier_code', models.CharField(blank=True, default='', max_length=48)),
                ('procedure', models.CharField(blank=True, default='', max_length=40)),
                ('process_key', models.CharField(blank=True, default='', max_length=80)),
                ('grade', models.CharField(choices=[('conform', 'conform'), ('observation', 'observation'), ('minor', 'minor'), ('major', 'major')], max_length=12)),
                ('clause', models.CharField(blank=True, default='', max_length=200)),
                ('happened', models.CharField(max_length=4000)),
                ('requirement', models.CharField(max_length=2000)),
                ('opened_at', models.DateTimeField()),
                ('due_on', models.DateField(null=True)),
                ('reopened', models.PositiveSmallIntegerField(default=0)),
                ('reach', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ('dismissed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('finding', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='nonconformity', to='quality.finding')),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('place', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.unit')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.unit')),
            ],
        ),
        migrations.AddField(
            model_name='correctiveaction',
            name='nonconformity',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='actions', to='quality.nonconformity'),
        ),
        migrations.CreateModel(
            name='NonconformityEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('fact', models.CharField(choices=[('opened', 'opened'), ('corrected', 'corrected'), ('analysed', 'analysed'), ('action_set', 'action_set'), ('moved', 'moved'), ('done', 'done'), ('effective', 'effective'), ('ineffective', 'ineffective'), ('reopened', 'reopened'), ('dismissed', 'dismissed'), ('carried', 'carried'), ('noted', 'noted')], max_length=12)),
                ('posting_id', models.BigIntegerField()),
                ('text', models.CharField(blank=True, default='', max_length=4000)),
                ('action', models.PositiveSmallIntegerField(default=0)),
                ('due_on', models.DateField(null=True)),
                ('old_due_on', models.DateField(null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('nonconformity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='quality.nonconformity')),
                ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file_id', models.BigIntegerField()),
                ('name', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('finding', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='quality.finding')),
                ('event', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='quality.nonconformityevent')),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='Numbering',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=3)),
                ('year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField()),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.unit')),
            ],
        ),
        migrations.AddIndex(
            model_name='audit',
            index=models.Index(fields=['unit', 'year', 'first_day'], name='audit_programme'),
        ),
        migrations.AddConstraint(
            model_name='audit',
            constraint=models.UniqueConstraint(fields=('unit', 'year', 'number'), name='audit_number_once'),
        ),
        migrations.AddConstraint(
            model_name='audit',
            constraint=models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='audit_days_in_order'),
        ),
        migrations.AddConstraint(
            model_name='actionreminder',
            constraint=models.UniqueConstraint(fields=('action', 'rung', 'occurrence', 'due_on', 'account_id'), name='action_reminder_once'),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.UniqueConstraint(fields=('audit', 'number'), name='finding_number_once'),
        ),
        migrations.AddIndex(
            model_name='nonconformity',
            index=models.Index(fields=['unit', 'state', 'due_on', 'id'], name='nonconformity_register'),
        ),
        migrations.AddIndex(
            model_name='nonconformity',
            index=models.Index(fields=['process_key', 'unit'], name='nonconformity_process'),
        ),
        migrations.AddConstraint(
            model_name='nonconformity',
            constraint=models.UniqueConstraint(fields=('unit', 'year', 'number'), name='nonconformity_number_once'),
        ),
        migrations.AddConstraint(
            model_name='nonconformity',
            constraint=models.CheckConstraint(condition=models.Q(('grade__in', ['minor', 'major'])), name='nonconformity_grade'),
        ),
        migrations.AddConstraint(
            model_name='nonconformity',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('finding__isnull', False), ('source', 'audit')), models.Q(models.Q(('source', 'audit'), _negated=True), ('finding__isnull', True)), _connector='OR'), name='nonconformity_audit'),
        ),
        migrations.AddConstraint(
            model_name='nonconformity',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'dismissed'), ('dismissed_by__isnull', False), models.Q(('dismissed_by', models.F('opened_by')), _negated=True)), models.Q(models.Q(('state', 'dismissed'), _negated=True), ('dismissed_by__isnull', True)), _connector='OR'), name='nonconformity_four_eyes'),
        ),
        migrations.AddIndex(
            model_name='correctiveaction',
            index=models.Index(condition=models.Q(('state', 'open')), fields=['due_on', 'id'], name='corrective_action_due'),
        ),
        migrations.AddConstraint(
            model_name='correctiveaction',
            constraint=models.UniqueConstraint(fields=('nonconformity', 'number'), name='corrective_action_once'),
        ),
        migrations.AddConstraint(
            model_name='correctiveaction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'open'), ('checked_by__isnull', True), ('done_by__isnull', True)), models.Q(('state', 'done'), ('checked_by__isnull', True), ('done_by__isnull', False)), models.Q(('state__in', ['effective', 'ineffective']), ('checked_by__isnull', False), ('done_by__isnull', False), models.Q(('checked_by', models.F('done_by')), _negated=True), models.Q(('checked_by', models.F('owner')), _negated=True)), _connector='OR'), name='corrective_action_four_eyes'),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('event__isnull', True), ('finding__isnull', False)), models.Q(('event__isnull', False), ('finding__isnull', True)), _connector='OR'), name='evidence_of_one'),
        ),
        migrations.AddConstraint(
            model_name='numbering',
            constraint=models.UniqueConstraint(fields=('unit', 'kind', 'year'), name='quality_numbering_once'),
        ),
        wall("quality_audit", REACHED),
        wall("quality_nonconformity", REACHED),
        *(wall(table, AUDIT.format(table)) for table in ("quality_auditevent", "quality_finding")),
        *(
            wall(table, OF.format(table))
            for table in ("quality_nonconformityevent", "quality_correctiveaction")
        ),
        wall("quality_evidence", EVIDENCE),
        wall("quality_actionreminder", ACTION),
        append_only("quality_auditevent"),
        append_only("quality_finding"),
        append_only("quality_nonconformityevent"),
        append_only("quality_evidence"),
        append_only("quality_actionreminder"),
        *(
            kept(table)
            for table in (
                "quality_audit",
                "quality_nonconformity",
                "quality_correctiveaction",
                "quality_numbering",
            )
        ),
    ]
