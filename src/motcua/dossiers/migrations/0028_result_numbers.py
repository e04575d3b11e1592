"""The numbers that units gave to results: each once a year; what was issued before is taken over."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

from motcua.kernel.rls import append_only, of_units, wall

TABLE = "dossiers_resultnumber"
# As `number_rules.number_read` compares them. What was given twice before stays where it was first.
TAKE_OVER = f"""
SELECT set_config('motcua.scope', '*', true);
INSERT INTO {TABLE} (unit_id, year, key, count, symbol, text, dossier_id, procedure_id)
SELECT unit_id, year, coalesce(found[1], '') || coalesce(found[2], told),
       coalesce(found[1]::integer, 0), coalesce(found[2], CASE WHEN found IS NULL THEN told ELSE '' END),
       number, dossier_id, procedure_id
  FROM (
    SELECT d.competent_unit_id AS unit_id, d.id AS dossier_id, d.procedure_id, r.number, t.told,
           extract(year FROM r.issued_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::integer AS year,
           regexp_match(t.told, '^0*([1-9][0-9]{{0,8}})([^0-9].*)?$') AS found, r.id
      FROM dossiers_result r
      JOIN dossiers_dossier d ON d.id = r.dossier_id
      CROSS JOIN LATERAL (
        SELECT lower(regexp_replace(r.number, '\\s', '', 'g')) AS told
      ) t
     WHERE r.issued_at IS NOT NULL AND r.number <> ''
  ) AS given
 ORDER BY id
    ON CONFLICT (unit_id, year, key) DO NOTHING;
SELECT set_config('motcua.scope', '', true);
"""


class Migration(migrations.Migration):
    """One table behind the wall of its unit."""

    dependencies: ClassVar = [
        ("dossiers", "0027_letter_codes"),
        ("organisations", "0003_versions_recorded"),
    ]
    operations: ClassVar = [
        migrations.CreateModel(
            name="ResultNumber",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("key", models.CharField(max_length=80)),
                ("count", models.PositiveIntegerField()),
                ("symbol", models.CharField(max_length=80)),
                ("text", models.CharField(max_length=80)),
                ("procedure_id", models.BigIntegerField()),
                (
                    "dossier",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossiers.dossier",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.unit",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["unit", "year", "symbol", "-count"], name="result_number_next"
                    ),
                    models.Index(fields=["unit", "procedure_id", "-id"], name="result_number_like"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit", "year", "key"), name="result_number_once"
                    )
                ],
            },
        ),
        wall(TABLE, of_units("unit_id")),
        append_only(TABLE),
        migrations.RunSQL(TAKE_OVER, migrations.RunSQL.noop),
    ]
