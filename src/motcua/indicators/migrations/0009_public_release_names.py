"""The name and the unit above stand beside a release, so that the highest ones are found by an index."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0008_index_totals'),
    ]

    operations = [
        migrations.AddField(
            model_name='release',
            name='name',
            field=models.CharField(default='', max_length=300),
        ),
        migrations.AddField(
            model_name='release',
            name='parent',
            field=models.CharField(db_index=True, default='', max_length=40),
        ),
        migrations.AlterField(
            model_name='release',
            name='code',
            field=models.CharField(max_length=40),
        ),
    ]
