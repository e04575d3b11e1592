"""Row-level security of the dossiers, and what may never be changed.

A dossier shows itself to the units that have a part in it and to whoever gave its second factor;
everything that belongs to a dossier shows itself exactly when the dossier does.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from motcua.kernel.rls import DOSSIER, UNITS, append_only, wall

CHILDREN = (
    "party",
    "component",
    "attachment",
    "fee",
    "supplementrequest",
    "obligation",
    "result",
    "event",
)
# The tracking page knows a code whose second factor was good; the function tells the id and
# nothing else, so that the page can then ask under that one dossier's scope.
ID_OF_CODE = """
CREATE FUNCTION motcua_dossier_id(wanted text) RETURNS bigint LANGUAGE sql STABLE
SET motcua.scope = '*' AS $$ SELECT id FROM dossiers_dossier WHERE code = wanted $$;
"""


class Migration(migrations.Migration):
    """Walls and rights."""

    dependencies: ClassVar = [("dossiers", "0001_initial")]
    operations: ClassVar = [
        wall("dossiers_dossier", f"visible_units && {UNITS} OR id = {DOSSIER}"),
        *(
            wall(
                f"dossiers_{child}",
                f"EXISTS (SELECT 1 FROM dossiers_dossier d WHERE d.id = dossiers_{child}.dossier_id)",
            )
            for child in CHILDREN
        ),
        append_only("dossiers_event"),
        append_only("dossiers_seal"),
        migrations.RunSQL(
            "REVOKE DELETE, TRUNCATE ON dossiers_dossier FROM motcua_app;",
            "GRANT DELETE ON dossiers_dossier TO motcua_app;",
        ),
        migrations.RunSQL(ID_OF_CODE, "DROP FUNCTION motcua_dossier_id(text);"),
    ]
