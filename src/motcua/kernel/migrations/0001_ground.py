"""Rights of the application's role and the functions that row-level security reads."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

GRANTS = """
GRANT USAGE ON SCHEMA public TO motcua_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO motcua_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO motcua_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO motcua_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO motcua_app;

CREATE FUNCTION motcua_scope_all() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(current_setting('motcua.scope', true), '') = '*' $$;

CREATE FUNCTION motcua_scope_units() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT CASE WHEN current_setting('motcua.scope', true) LIKE '{%'
               THEN current_setting('motcua.scope', true)::bigint[] ELSE '{}'::bigint[] END $$;

CREATE FUNCTION motcua_scope_dossier() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT CASE WHEN current_setting('motcua.scope', true) LIKE 'dossier:%'
               THEN substr(current_setting('motcua.scope', true), 9)::bigint END $$;
"""


class Migration(migrations.Migration):
    """First of all: it must run before any table is made, so that default privileges reach it."""

    initial = True
    run_before: ClassVar = [
        ("contenttypes", "0001_initial"),
        ("procrastinate", "0001_initial"),
        ("sessions", "0001_initial"),
    ]
    dependencies: ClassVar = []
    operations: ClassVar = [migrations.RunSQL(GRANTS, migrations.RunSQL.noop)]
