"""Kiosks and displays; what they, and whoever holds a number, see: the hall of one centre."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models

from motcua.kernel.rls import ALL, UNITS

FUNCTION = """
CREATE FUNCTION motcua_scope_hall() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT CASE WHEN current_setting('motcua.scope', true) LIKE 'hall:%'
               THEN substr(current_setting('motcua.scope', true), 6)::bigint END $$;
"""
BEFORE = f"{ALL} OR unit_id = ANY({UNITS}::bigint[])"
AFTER = f"{BEFORE} OR unit_id = (SELECT motcua_scope_hall())"


def wall_change(table: str) -> migrations.RunSQL:
    """Let the hall see its own rows too."""
    change = "ALTER POLICY wall ON {} USING ({}) WITH CHECK ({});"
    return migrations.RunSQL(
        change.format(table, AFTER, AFTER), change.format(table, BEFORE, BEFORE)
    )


class Migration(migrations.Migration):
    """A table without personal data: outside the wall, because a link is looked up before a scope."""

    dependencies: ClassVar = [("reception", "0002_walls")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Device",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("unit_id", models.BigIntegerField()),
                ("kind", models.CharField(choices=[("kiosk", "kiosk"), ("display", "display")], max_length=8)),
                ("name", models.CharField(max_length=60)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.BigIntegerField(null=True)),
                ("seen_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                ("revoked_by", models.BigIntegerField(null=True)),
            ],
            options={"indexes": [models.Index(fields=["unit_id", "id"], name="device_unit")]},
        ),
        migrations.RunSQL(FUNCTION, "DROP FUNCTION motcua_scope_hall();"),
        wall_change("reception_ticket"),
        wall_change("reception_ticketevent"),
    ]
