"""The scope of somebody signed in at the portal: `persons:{4}`."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

PERSONS = """
CREATE FUNCTION motcua_scope_persons() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT CASE WHEN current_setting('motcua.scope', true) LIKE 'persons:%'
               THEN substr(current_setting('motcua.scope', true), 9)::bigint[]
               ELSE '{}'::bigint[] END $$;
"""


class Migration(migrations.Migration):
    """A function beside those of units and of one dossier."""

    dependencies: ClassVar = [("kernel", "0004_budget")]
    operations: ClassVar = [
        migrations.RunSQL(PERSONS, "DROP FUNCTION motcua_scope_persons();"),
    ]
