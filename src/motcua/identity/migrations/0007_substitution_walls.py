"""One substitute at a time for a posting; the reason stands behind the wall; marks of change.

The embedded PostgreSQL has no btree_gist, so equality of ids in the exclusion constraint is
written as the overlap of two one-element ranges.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from motcua.kernel.rls import UNITS, wall

ONCE = """
ALTER TABLE identity_substitution ADD CONSTRAINT substitution_once EXCLUDE USING gist (
    int8range(posting_id, posting_id, '[]') WITH &&,
    tstzrange(valid_from, valid_to) WITH &&
);
CREATE TRIGGER changes AFTER INSERT OR DELETE
OR UPDATE OF substitute_id, substitute_posting_id, valid_from, valid_to ON identity_substitution
FOR EACH STATEMENT EXECUTE FUNCTION motcua_table_changed('people');
"""
BACK = """
DROP TRIGGER changes ON identity_substitution;
ALTER TABLE identity_substitution DROP CONSTRAINT substitution_once;
"""


class Migration(migrations.Migration):
    """Rights and constraints, not tables."""

    dependencies: ClassVar = [("identity", "0006_substitution"), ("kernel", "0006_changes")]
    operations: ClassVar = [
        migrations.RunSQL(ONCE, BACK),
        wall("identity_substitutionground", f"unit_id = ANY({UNITS}::bigint[])"),
    ]
