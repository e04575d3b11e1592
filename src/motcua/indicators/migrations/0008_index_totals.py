"""Totals of the Service Index per unit and month; they show themselves to their unit.

Which dossiers are mirrored is asked wherever totals are read: few rows have an index of their own.
"""

from django.db import migrations, models

from motcua.kernel.rls import UNITS, wall

OWN = f"unit_id = ANY({UNITS}::bigint[])"


class Migration(migrations.Migration):

    dependencies = [
        ("indicators", "0007_public_figures"),
    ]

    operations = [
        migrations.CreateModel(
            name="IndexMonth",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("unit_id", models.BigIntegerField()),
                ("month", models.DateField()),
                ("until", models.DateTimeField()),
                ("digest", models.CharField(blank=True, default="", max_length=64)),
                ("changes", models.BigIntegerField(default=0)),
                ("seen", models.BigIntegerField(default=-1)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("month", "unit_id"), name="index_month_once")],
            },
        ),
        migrations.CreateModel(
            name="IndexTotal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("unit_id", models.BigIntegerField()),
                ("month", models.DateField()),
                ("indicator", models.CharField(max_length=8)),
                ("numerator", models.BigIntegerField()),
                ("denominator", models.BigIntegerField()),
                ("unknown", models.BigIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("month", "unit_id", "indicator"),
                        include=("numerator", "denominator", "unknown"),
                        name="index_total_once",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(condition=models.Q(("mirrored", True)), fields=["identity"], name="case_mirrored"),
        ),
        wall("indicators_indexmonth", OWN),
        wall("indicators_indextotal", OWN),
    ]
