"""Items tell their changes only where nothing else does: each mark is a write of its own.

An item that begins or ends comes with a write of its process (its state moves on) or with the
process itself, which tells it.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

FEWER = """
DROP TRIGGER changes ON workflow_workitem;
CREATE TRIGGER changes AFTER UPDATE ON workflow_workitem FOR EACH ROW
WHEN (OLD.state = NEW.state OR NEW.state NOT IN ('done', 'cancelled'))
EXECUTE FUNCTION motcua_changed_workflow_workitem();
CREATE TRIGGER changes_gone AFTER DELETE ON workflow_workitem FOR EACH ROW
EXECUTE FUNCTION motcua_changed_workflow_workitem();
"""
AS_BEFORE = """
DROP TRIGGER changes_gone ON workflow_workitem;
DROP TRIGGER changes ON workflow_workitem;
CREATE TRIGGER changes AFTER INSERT OR UPDATE OR DELETE ON workflow_workitem
FOR EACH ROW EXECUTE FUNCTION motcua_changed_workflow_workitem();
"""


class Migration(migrations.Migration):
    """Triggers only."""

    dependencies: ClassVar = [("workflow", "0004_marks")]
    operations: ClassVar = [migrations.RunSQL(FEWER, AS_BEFORE)]
