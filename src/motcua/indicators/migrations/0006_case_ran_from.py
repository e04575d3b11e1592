"""From when a running clock counts, so that what is open without a due instant can be judged.

The worker reads every dossier anew; until then the rows of before have no such value.
"""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("indicators", "0005_index_cases"),
    ]

    operations = [
        migrations.AddField("case", "ran_from", models.BigIntegerField(null=True)),
        migrations.RunSQL(
            "UPDATE indicators_reading SET place = '', problem = '' WHERE name = 'index-cases'",
            migrations.RunSQL.noop,
        ),
    ]
