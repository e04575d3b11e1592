"""The history of a case of identity: lines that are appended and never changed.

What was decided so far is taken over from the cases; what a case had been before it was opened
again was overwritten then and is lost.
"""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

from motcua.kernel.rls import UNITS, append_only, wall

SHOWN = f"""
CREATE POLICY office ON citizens_reviewline FOR SELECT
  USING (EXISTS (SELECT 1 FROM citizens_identityreview r
                 WHERE r.id = review_id AND r.unit_id = ANY({UNITS}::bigint[])));
"""  # noqa: S608 - our own text
TAKEN_OVER = """
SELECT set_config('motcua.scope', '*', true);
INSERT INTO citizens_reviewline (review_id, at, state, account_id, posting_id, note, claimed)
SELECT id, decided_at, state, decided_by, posting_id, decision_note,
       jsonb_strip_nulls(jsonb_build_object('name', name, 'birth_date', birth_date, 'sex', sex,
         'address', address, 'phone', phone, 'email', email))
  FROM citizens_identityreview WHERE decided_at IS NOT NULL AND state <> 'open';
SELECT set_config('motcua.scope', '', true);
"""
STATES = [(one, one) for one in ("open", "same", "other", "blocked")]


class Migration(migrations.Migration):
    """A table, its wall, what is known already."""

    dependencies: ClassVar = [("citizens", "0007_reviews_wall")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="ReviewLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("state", models.CharField(choices=STATES, max_length=10)),
                ("account_id", models.BigIntegerField(null=True)),
                ("posting_id", models.BigIntegerField(null=True)),
                ("note", models.CharField(default="", max_length=500)),
                ("claimed", models.JSONField(default=dict)),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="citizens.identityreview",
                    ),
                ),
            ],
        ),
        wall("citizens_reviewline", "false"),
        migrations.RunSQL(SHOWN, "DROP POLICY office ON citizens_reviewline;"),
        migrations.RunSQL(TAKEN_OVER, migrations.RunSQL.noop),
        append_only("citizens_reviewline"),
    ]
