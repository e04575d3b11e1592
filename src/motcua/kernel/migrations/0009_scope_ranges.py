"""A scope of many units is a few ranges: short to send, fast to search (ADR 0028).

Scopes of few units stay lists, as before; `motcua_scope_units()` answers for both. The conditions
of functions that stand in a policy must stay single expressions, or they are not folded into it.
Only what `kernel.scopes` writes is a scope: a range without an end names what nobody counted.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

RANGES = r"""
CREATE FUNCTION motcua_scope_ranges() RETURNS int8multirange LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT CASE WHEN current_setting('motcua.scope', true) LIKE '{[%'
                AND current_setting('motcua.scope', true) ~ '^\{\[\d+,\d+\)(,\[\d+,\d+\))*\}$'
               THEN current_setting('motcua.scope', true)::int8multirange
               ELSE '{}'::int8multirange END $$;

CREATE FUNCTION motcua_within(ranges int8multirange) RETURNS bigint[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT ARRAY(SELECT generate_series(lower(one), upper(one) - 1) FROM unnest(ranges) one) $$;
"""
UNITS = """
CREATE OR REPLACE FUNCTION motcua_scope_units() RETURNS bigint[]
LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT CASE WHEN motcua_scope_ranges() <> '{}' THEN motcua_within(motcua_scope_ranges())
               WHEN current_setting('motcua.scope', true) LIKE '{%'
               THEN current_setting('motcua.scope', true)::bigint[] ELSE '{}'::bigint[] END $$;
"""
UNITS_BEFORE = """
CREATE OR REPLACE FUNCTION motcua_scope_units() RETURNS bigint[]
LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT CASE WHEN current_setting('motcua.scope', true) LIKE '{%'
               THEN current_setting('motcua.scope', true)::bigint[] ELSE '{}'::bigint[] END $$;
"""


class Migration(migrations.Migration):
    """Two functions, and a third that knows both ways of writing."""

    dependencies: ClassVar = [("kernel", "0008_touched")]
    operations: ClassVar = [
        migrations.RunSQL(
            RANGES, "DROP FUNCTION motcua_scope_ranges(), motcua_within(int8multirange);"
        ),
        migrations.RunSQL(UNITS, UNITS_BEFORE),
    ]
