"""Every change of who may do what gives `people` a new mark (`kernel.changes`).

Not the marks of daily use: a sign-in and the day of a token's last use change nobody's rights.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

COLUMNS = {
    "identity_account": "username, full_name, is_active, is_sample",
    "identity_posting": "account_id, unit_id, role, valid_from, valid_to, kind",
    "identity_apitoken": "posting_id, digest, actions, expires_at, revoked_at",
}


class Migration(migrations.Migration):
    """Triggers only."""

    dependencies: ClassVar = [("identity", "0002_walls"), ("kernel", "0006_changes")]
    operations: ClassVar = [
        migrations.RunSQL(
            f"""
            CREATE TRIGGER changes AFTER INSERT OR DELETE OR UPDATE OF {columns} ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION motcua_table_changed('people');
            """,
            f"DROP TRIGGER changes ON {table};",
        )
        for table, columns in COLUMNS.items()
    ]
