"""The register of difficulties, with its walls.

Seen by the units in `reach`; events and files as their difficulty. What is published was written
for all units and names no person: no wall. Events and files only grow; nothing is deleted.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from motcua.kernel.rls import UNITS, append_only, kept, wall

EVENT = "EXISTS (SELECT 1 FROM oversight_difficulty d WHERE d.id = difficulty_id)"
FILE = "EXISTS (SELECT 1 FROM oversight_difficultyevent e WHERE e.id = event_id)"
KEPT = ("addressee", "difficulty", "numbering", "publication", "route")


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisations', '0002_changes'),
        ('kernel', '0005_scope_persons'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Addressee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('unit', 'unit'), ('ministry', 'ministry'), ('vendor', 'vendor')], max_length=12)),
                ('name', models.CharField(max_length=200)),
                ('limit', models.CharField(max_length=12)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(null=True)),
                ('source', models.CharField(max_length=300)),
                ('answers', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.unit')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.unit')),
            ],
        ),
        migrations.CreateModel(
            name='Difficulty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('number', models.PositiveIntegerField()),
                ('code', models.CharField(max_length=40, unique=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('group', models.CharField(choices=[('infrastructure', 'infrastructure'), ('system', 'system'), ('institution', 'institution'), ('support', 'support')], max_length=16)),
                ('severity', models.CharField(choices=[('blocks', 'blocks'), ('slows', 'slows'), ('asks', 'asks')], max_length=8)),
                ('state', models.CharField(choices=[('new', 'new'), ('assigned', 'assigned'), ('asked', 'asked'), ('answered', 'answered'), ('unclear', 'unclear'), ('closed', 'closed'), ('merged', 'merged')], max_length=12)),
                ('title', models.CharField(max_length=200)),
                ('text', models.CharField(max_length=4000)),
                ('proposal', models.CharField(blank=True, default='', max_length=4000)),
                ('system', models.CharField(blank=True, default='', max_length=120)),
                ('procedure', models.CharField(blank=True, default='', max_length=40)),
                ('search', models.TextField(blank=True, default='')),
                ('places', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ('blocked', models.PositiveIntegerField(default=0)),
                ('due_at', models.DateTimeField(null=True)),
                ('first_due_at', models.DateTimeField(null=True)),
                ('promised_on', models.DateField(null=True)),
                ('unclear', models.PositiveSmallIntegerField(default=0)),
                ('opened_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('published', models.BooleanField(default=False)),
                ('reach', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ('addressee', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='oversight.addressee')),
                ('merged_into', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='oversight.difficulty')),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('place', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.unit')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.unit')),
            ],
        ),
        migrations.CreateModel(
            name='DifficultyEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('fact', models.CharField(choices=[('reported', 'reported'), ('joined', 'joined'), ('left', 'left'), ('counted', 'counted'), ('routed', 'routed'), ('asked', 'asked'), ('clarified', 'clarified'), ('answered', 'answered'), ('unclear', 'unclear'), ('closed', 'closed'), ('reopened', 'reopened'), ('merged', 'merged'), ('split', 'split'), ('published', 'published'), ('withdrawn', 'withdrawn'), ('noted', 'noted')], max_length=12)),
                ('posting_id', models.BigIntegerField()),
                ('keeper', models.BooleanField(default=False)),
                ('unit_id', models.BigIntegerField(default=0)),
                ('blocked', models.PositiveIntegerField(null=True)),
                ('answer', models.CharField(blank=True, choices=[('solved', 'solved'), ('guidance', 'guidance'), ('promise', 'promise'), ('declined', 'declined')], default='', max_length=12)),
                ('promised_on', models.DateField(null=True)),
                ('due_at', models.DateTimeField(null=True)),
                ('codes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=48), default=list, size=None)),
                ('letter', models.CharField(blank=True, default='', max_length=120)),
                ('text', models.CharField(blank=True, default='', max_length=4000)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('addressee', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='oversight.addressee')),
                ('difficulty', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='oversight.difficulty')),
                ('other', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='oversight.difficulty')),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='DifficultyFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file_id', models.BigIntegerField()),
                ('name', models.CharField(max_length=200)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='oversight.difficultyevent')),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='Numbering',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField()),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.unit')),
            ],
        ),
        migrations.CreateModel(
            name='Publication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit_id', models.BigIntegerField()),
                ('code', models.CharField(max_length=40)),
                ('group', models.CharField(max_length=16)),
                ('system', models.CharField(blank=True, default='', max_length=120)),
                ('procedure', models.CharField(blank=True, default='', max_length=40)),
                ('title', models.CharField(max_length=200)),
                ('answer', models.CharField(max_length=4000)),
                ('units', models.PositiveIntegerField()),
                ('search', models.TextField(blank=True, default='')),
                ('at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('difficulty', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='publications', to='oversight.difficulty')),
            ],
        ),
        migrations.CreateModel(
            name='Route',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.CharField(blank=True, default='', max_length=16)),
                ('system', models.CharField(blank=True, default='', max_length=120)),
                ('procedure', models.CharField(blank=True, default='', max_length=40)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(null=True)),
                ('addressee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='routes', to='oversight.addressee')),
            ],
        ),
        migrations.AddConstraint(
            model_name='addressee',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='addressee_period'),
        ),
        migrations.AddConstraint(
            model_name='addressee',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answers__isnull', False), ('kind', 'unit')), models.Q(models.Q(('kind', 'unit'), _negated=True), ('answers__isnull', True)), _connector='OR'), name='addressee_unit'),
        ),
        migrations.AddIndex(
            model_name='difficulty',
            index=models.Index(fields=['unit', 'state', 'due_at', 'id'], name='difficulty_register'),
        ),
        migrations.AddConstraint(
            model_name='difficulty',
            constraint=models.UniqueConstraint(fields=('unit', 'year', 'number'), name='difficulty_number_once'),
        ),
        migrations.AddConstraint(
            model_name='difficulty',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('merged_into__isnull', False), ('state', 'merged')), models.Q(models.Q(('state', 'merged'), _negated=True), ('merged_into__isnull', True)), _connector='OR'), name='difficulty_merged'),
        ),
        migrations.AddConstraint(
            model_name='numbering',
            constraint=models.UniqueConstraint(fields=('unit', 'year'), name='oversight_numbering_once'),
        ),
        migrations.AddConstraint(
            model_name='publication',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('difficulty',), name='publication_once'),
        ),
        migrations.AddConstraint(
            model_name='route',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='route_period'),
        ),
        wall("oversight_difficulty", f"reach && {UNITS}::bigint[]"),
        wall("oversight_difficultyevent", EVENT),
        wall("oversight_difficultyfile", FILE),
        append_only("oversight_difficultyevent"),
        append_only("oversight_difficultyfile"),
        *(kept(f"oversight_{table}") for table in KEPT),
    ]
