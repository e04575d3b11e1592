"""Codes of dossiers stand apart from the words that everybody is told."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('oversight', '0008_report_orders'),
    ]

    operations = [
        migrations.AddField(
            model_name='reportorder',
            name='codes',
            field=models.CharField(blank=True, default='', max_length=1000),
        ),
    ]
