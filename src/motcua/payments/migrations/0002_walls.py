"""Walls: a unit's payments for the unit, a person's for the person; what counts never changes."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from motcua.kernel.rls import PERSONS, UNITS, append_only, wall

BY_UNIT = f"unit_id = ANY({UNITS}::bigint[])"
OF_UNIT = (
    "EXISTS (SELECT 1 FROM payments_feeorder o WHERE o.id = order_id"
    f" AND o.unit_id = ANY({UNITS}::bigint[]))"
)
OF_PERSON = (
    f"{PERSONS} <> '{{}}' AND EXISTS (SELECT 1 FROM payments_feeorder o WHERE o.id = order_id"
    f" AND o.persons && {PERSONS})"
)


def readable(table: str, condition: str) -> migrations.RunSQL:
    """Let people read rows of theirs; they never write (`filing` and pages act for them)."""
    return migrations.RunSQL(
        f"CREATE POLICY citizen ON {table} FOR SELECT USING ({condition});",
        f"DROP POLICY citizen ON {table};",
    )


FIXED = """
CREATE FUNCTION payments_amount_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.amount_vnd IS DISTINCT FROM OLD.amount_vnd THEN
        RAISE EXCEPTION 'an amount never changes' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER amount_fixed BEFORE UPDATE ON payments_feeorder
    FOR EACH ROW EXECUTE FUNCTION payments_amount_fixed();
CREATE TRIGGER amount_fixed BEFORE UPDATE ON payments_paymentattempt
    FOR EACH ROW EXECUTE FUNCTION payments_amount_fixed();
CREATE TRIGGER amount_fixed BEFORE UPDATE ON payments_refund
    FOR EACH ROW EXECUTE FUNCTION payments_amount_fixed();
REVOKE DELETE, TRUNCATE ON payments_feeorder, payments_paymentattempt, payments_refund,
    payments_mismatch FROM motcua_app;
"""
LOOSE = """
GRANT DELETE ON payments_feeorder, payments_paymentattempt, payments_refund, payments_mismatch
    TO motcua_app;
DROP TRIGGER amount_fixed ON payments_refund;
DROP TRIGGER amount_fixed ON payments_paymentattempt;
DROP TRIGGER amount_fixed ON payments_feeorder;
DROP FUNCTION payments_amount_fixed();
"""


class Migration(migrations.Migration):
    """Policies, privileges, triggers."""

    dependencies: ClassVar = [("payments", "0001_initial"), ("kernel", "0005_scope_persons")]
    operations: ClassVar = [
        wall("payments_feeorder", BY_UNIT),
        readable("payments_feeorder", f"persons && {PERSONS}"),
        wall("payments_orderline", OF_UNIT),
        readable("payments_orderline", OF_PERSON),
        wall("payments_paymentattempt", BY_UNIT),
        readable("payments_paymentattempt", OF_PERSON),
        wall("payments_receipt", BY_UNIT),
        readable("payments_receipt", OF_PERSON),
        wall("payments_ledgerentry", BY_UNIT),
        wall("payments_refund", BY_UNIT),
        readable("payments_refund", OF_PERSON),
        wall("payments_statementline", BY_UNIT),
        wall("payments_mismatch", BY_UNIT),
        append_only("payments_orderline"),
        append_only("payments_receipt"),
        append_only("payments_ledgerentry"),
        append_only("payments_statementline"),
        migrations.RunSQL(FIXED, LOOSE),
    ]
