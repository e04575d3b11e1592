"""What stands of each measure in one row, and totals of a country beside those of its provinces.

The first is summed up here, from the months. The second is the worker's: it brings each unit's
totals along (`services/branches.py`), and until then boards read the provinces.

A worker of a release before this one adds to days and months alone, and its lap of proof takes the
new rows for wrong ones: stop it before, and after going back and forth `motcua verify --recount`.
The way back keeps the rows; no code of before reads them, but that lap.
"""

from django.db import migrations, models

from motcua.kernel.scope import SYSTEM, scope_use

GRAINS = [(1, "day"), (2, "month"), (3, "ever")]
STOCKS = "(21, 22, 23, 24)"  # rules.STOCKS as this release has it
ONCE = "(unit_id, dimension, grain, start, key, measure)"
TABLES = ("indicators_total", "indicators_branchtotal")
LOCK = "LOCK TABLE indicators_total, indicators_branchtotal IN SHARE ROW EXCLUSIVE MODE"
EVER = f"""
INSERT INTO #table (unit_id, dimension, grain, start, key, measure, total)
SELECT unit_id, dimension, 3, date '0001-01-01', key, measure, sum(total)
FROM #table WHERE grain = 2 AND measure IN {STOCKS} GROUP BY 1, 2, 5, 6
ON CONFLICT {ONCE} DO UPDATE SET total = excluded.total
"""


def fill(_apps, editor):
    """Sum up what stands; nobody adds meanwhile."""
    with scope_use(SYSTEM), editor.connection.cursor() as cursor:
        cursor.execute(LOCK)
        for table in TABLES:
            cursor.execute(EVER.replace("#table", table))


class Migration(migrations.Migration):

    dependencies = [
        ("indicators", "0013_increments_due"),
    ]

    operations = [
        migrations.AlterField(
            "total", "grain", models.PositiveSmallIntegerField(choices=GRAINS)
        ),
        migrations.AlterField(
            "branchtotal", "grain", models.PositiveSmallIntegerField(choices=GRAINS)
        ),
        migrations.AddField("branchunit", "level", models.PositiveSmallIntegerField(default=0, db_default=0)),
        migrations.AlterField("branchunit", "unit_id", models.BigIntegerField()),
        migrations.AddConstraint(
            "branchunit",
            models.UniqueConstraint(fields=("unit_id", "level"), name="branch_unit_once"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
