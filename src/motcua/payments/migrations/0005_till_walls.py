"""Walls of tills, closings and new accounts; an account and a closing never change once written."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from motcua.kernel.rls import UNITS, append_only, wall

BY_UNIT = f"unit_id = ANY({UNITS}::bigint[])"

# Where money goes to is decided by two people; a period may only be ended, a decision only made.
FIXED = """
REVOKE UPDATE, DELETE, TRUNCATE ON payments_bankaccount, payments_accountchange,
    payments_tillhandover FROM motcua_app;
GRANT UPDATE (valid_to) ON payments_bankaccount TO motcua_app;
GRANT UPDATE (state, decided_by, decided_at, reason) ON payments_accountchange TO motcua_app;
GRANT UPDATE (received_vnd, received_by, received_at) ON payments_tillhandover TO motcua_app;
"""
LOOSE = """
GRANT UPDATE, DELETE ON payments_bankaccount, payments_accountchange, payments_tillhandover
    TO motcua_app;
"""


class Migration(migrations.Migration):
    """Policies and privileges."""

    dependencies: ClassVar = [("payments", "0004_tills_and_accounts")]
    operations: ClassVar = [
        wall("payments_accountchange", BY_UNIT),
        wall("payments_tillhandover", BY_UNIT),
        wall("payments_dayclosing", BY_UNIT),
        append_only("payments_dayclosing"),
        migrations.RunSQL(FIXED, LOOSE),
    ]
