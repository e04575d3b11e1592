"""Papers of one's own shown at a counter: the unit that read the code sees them while it lasts."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

import motcua.filing.models
from motcua.kernel.rls import PERSONS, UNITS, wall

MINE = f"person_id = ANY({PERSONS}::bigint[])"
# Both clocks that matter: the person's word, and the database's own time.
LIVE = (
    f"s.unit_id = ANY({UNITS}::bigint[]) AND s.ended_at IS NULL"
    " AND s.wall_until > statement_timestamp()"
)
OF_SHARE = "SELECT 1 FROM filing_share s WHERE s.id = share_id"
OF_ITEM = (
    "SELECT 1 FROM filing_shareitem i JOIN filing_share s ON s.id = i.share_id"
    " WHERE i.item_id = filing_storeitem.id"
)
SHOWN = {
    "filing_share": LIVE.replace("s.", ""),
    "filing_shareitem": f"EXISTS ({OF_SHARE} AND {LIVE})",
    "filing_storeitem": f"EXISTS ({OF_ITEM} AND {LIVE})",
}
ID = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def shown(table: str) -> migrations.RunSQL:
    """Let a unit read, and never write, what a person shows there at this moment."""
    return migrations.RunSQL(
        f"CREATE POLICY office ON {table} FOR SELECT USING ({SHOWN[table]});",
        f"DROP POLICY office ON {table};",
    )


class Migration(migrations.Migration):
    """Two tables, their walls, and the narrow door in the wall around the store."""

    dependencies: ClassVar = [("filing", "0008_again")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Share",
            fields=[
                ("id", ID),
                (
                    "public_id",
                    models.CharField(
                        default=motcua.filing.models.public_id_make, max_length=32, unique=True
                    ),
                ),
                ("person_id", models.BigIntegerField()),
                ("made_by", models.BigIntegerField()),
                ("id_number", models.CharField(max_length=30)),
                ("code", models.CharField(max_length=8)),
                ("papers", models.PositiveSmallIntegerField()),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("wall_until", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("unit_id", models.BigIntegerField(null=True)),
                ("account_id", models.BigIntegerField(null=True)),
                ("opened_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["person_id", "-made_at"], name="share_of")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(ended_at=None), fields=("person_id",), name="share_live_once"
                    ),
                    models.UniqueConstraint(
                        condition=~Q(code=""), fields=("code",), name="share_code_once"
                    ),
                    models.CheckConstraint(
                        condition=Q(opened_at=None, unit_id=None, account_id=None)
                        | Q(
                            opened_at__isnull=False,
                            unit_id__isnull=False,
                            account_id__isnull=False,
                        ),
                        name="share_opened_somewhere",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ShareItem",
            fields=[
                ("id", ID.clone()),
                ("owned", models.BooleanField()),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="filing.storeitem",
                    ),
                ),
                (
                    "share",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="filing.share",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("share", "item"), name="share_item_once")
                ]
            },
        ),
        wall("filing_share", MINE),
        wall("filing_shareitem", f"{PERSONS} <> '{{}}' AND EXISTS ({OF_SHARE})"),
        *(shown(table) for table in SHOWN),
    ]
