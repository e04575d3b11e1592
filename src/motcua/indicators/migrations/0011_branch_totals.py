"""Totals of provinces with all under them; which unit is in which.

`branchunit` says what the directory says to everybody, and every row must be seen by whoever asks
whether a branch is whole: it has no wall. Nothing is filled here: the worker brings each unit's
totals along (`services/branches.py`), and until then boards read the units themselves.
"""

from django.db import migrations, models

from motcua.kernel.rls import UNITS, wall

OWN = f"unit_id = ANY({UNITS}::bigint[])"
SCREEN = """CREATE POLICY screen ON indicators_branchtotal FOR SELECT
USING (unit_id = ANY((SELECT motcua_scope_board())::bigint[]));"""  # as in 0010
RIGHTS = "REVOKE DELETE, TRUNCATE ON indicators_branchunit, indicators_branchtotal FROM motcua_app"


class Migration(migrations.Migration):

    dependencies = [
        ("indicators", "0010_board_screens"),
    ]

    operations = [
        migrations.CreateModel(
            name="BranchTotal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("unit_id", models.BigIntegerField()),
                ("dimension", models.PositiveSmallIntegerField()),
                ("grain", models.PositiveSmallIntegerField(choices=[(1, "day"), (2, "month")])),
                ("start", models.DateField()),
                ("key", models.BigIntegerField()),
                ("measure", models.PositiveSmallIntegerField()),
                ("total", models.BigIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit_id", "dimension", "grain", "start", "key", "measure"),
                        include=("total",),
                        name="branch_total_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BranchUnit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("unit_id", models.BigIntegerField(unique=True)),
                ("branch_id", models.BigIntegerField(db_index=True, null=True)),
            ],
        ),
        wall("indicators_branchtotal", OWN),
        migrations.RunSQL(SCREEN, "DROP POLICY screen ON indicators_branchtotal"),
        migrations.RunSQL(
            RIGHTS,
            "GRANT DELETE ON indicators_branchunit, indicators_branchtotal TO motcua_app",
        ),
    ]
