"""A fee tells that it was changed, not that it came: it comes with its dossier, in one write.

Before, every submission left a row of `kernel_change` behind for a page that nobody had read yet.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

FEWER = """
DROP TRIGGER changes ON dossiers_fee;
CREATE TRIGGER changes AFTER UPDATE OR DELETE ON dossiers_fee
FOR EACH ROW EXECUTE FUNCTION motcua_changed_dossiers_fee();
"""
AS_BEFORE = FEWER.replace("AFTER UPDATE", "AFTER INSERT OR UPDATE")


class Migration(migrations.Migration):
    """Triggers only."""

    dependencies: ClassVar = [("dossiers", "0013_signed_results")]
    operations: ClassVar = [migrations.RunSQL(FEWER, AS_BEFORE)]
