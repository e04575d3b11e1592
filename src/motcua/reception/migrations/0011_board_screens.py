"""Wall screens of boards, opened by a link as kiosks and displays are."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

from motcua.kernel.rls import UNITS, append_only, wall

FUNCTION = """
CREATE FUNCTION motcua_scope_board() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT CASE WHEN current_setting('motcua.scope', true) LIKE 'board:{%'
               THEN substr(current_setting('motcua.scope', true), 7)::bigint[]
               ELSE '{}'::bigint[] END $$;
"""
# Who waits in the halls of the board's units: numbers, without a name or what happened to them.
TICKETS = """CREATE POLICY screen ON reception_ticket FOR SELECT
USING (unit_id = ANY((SELECT motcua_scope_board())::bigint[]));"""
KINDS = [("kiosk", "kiosk"), ("display", "display"), ("wall", "wall")]
FACTS = [("made", "made"), ("paired", "paired"), ("renewed", "renewed"), ("revoked", "revoked")]


class Migration(migrations.Migration):
    """New columns have the database's own defaults; what happened to a device only grows."""

    dependencies: ClassVar = [("reception", "0010_slips_by_hand")]
    operations: ClassVar = [
        migrations.AlterField("device", "kind", models.CharField(choices=KINDS, max_length=8)),
        migrations.AddField("device", "shown", models.JSONField(db_default={}, default=dict)),
        migrations.AddField("device", "expires_at", models.DateTimeField(null=True)),
        migrations.AddField("device", "code_hash", models.CharField(db_default="", default="", max_length=64)),
        migrations.AddField("device", "code_until", models.DateTimeField(null=True)),
        migrations.AddConstraint("device", models.UniqueConstraint(condition=~models.Q(("code_hash", "")), fields=("code_hash",), name="device_code")),
        migrations.CreateModel(
            name="DeviceEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("unit_id", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("fact", models.CharField(choices=FACTS, max_length=8)),
                ("account_id", models.BigIntegerField(null=True)),
                ("device", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="events", to="reception.device")),
            ],
            options={"ordering": ("id",)},
        ),
        wall("reception_deviceevent", f"unit_id = ANY({UNITS}::bigint[])"),
        append_only("reception_deviceevent"),
        migrations.RunSQL(FUNCTION, "DROP FUNCTION motcua_scope_board();"),
        migrations.RunSQL(TICKETS, "DROP POLICY screen ON reception_ticket;"),
    ]
