"""A hop that was taken back says so; it keeps whose work its giver did, as a substitute."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('workflow', '0009_services'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='handover',
            name='taken_back',
            field=models.BooleanField(db_default=False, default=False),
        ),
        # One statement for column and key: of a new, empty column PostgreSQL validates no row.
        migrations.AddField(
            model_name='handover',
            name='for_account',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
    ]
