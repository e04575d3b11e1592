"""Versions of units say when they were recorded; of those that were there before nobody knows."""

from django.db import migrations, models
from django.db.models.functions import Now


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0002_changes'),
    ]

    operations = [
        migrations.AddField(
            model_name='unitversion',
            name='recorded_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name='unitversion',
            name='recorded_at',
            field=models.DateTimeField(db_default=Now(), null=True),
        ),
    ]
