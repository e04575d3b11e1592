"""The first promise stays beside a later one; a merged difficulty names the other by its number."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('oversight', '0003_targets'),
    ]

    operations = [
        migrations.AddField(
            model_name='difficulty',
            name='first_promised_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='difficulty',
            name='merged_code',
            field=models.CharField(blank=True, default='', max_length=40),
        ),
        migrations.AddField(
            model_name='difficulty',
            name='postponed',
            field=models.PositiveSmallIntegerField(default=0),
        ),
    ]
