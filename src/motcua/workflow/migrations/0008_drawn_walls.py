"""Drafts that were decided never change, uses are only added, timers follow their process."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from motcua.kernel.changes import tell_table
from motcua.kernel.rls import append_only, wall

OF_PROCESS = "EXISTS (SELECT 1 FROM workflow_process p WHERE p.id = process_id)"
FIXED = """
CREATE FUNCTION workflow_draft_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a draft is never deleted' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.state IN ('approved', 'withdrawn') THEN
        RAISE EXCEPTION 'a decided draft never changes' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.state = 'submitted' AND NEW.bpmn <> OLD.bpmn THEN
        RAISE EXCEPTION 'a submitted drawing stays as it is' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.bpmn <> OLD.bpmn AND NOT (NEW.edited_by_id = ANY(NEW.editors)) THEN
        RAISE EXCEPTION 'whoever draws is named' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NOT (NEW.editors @> OLD.editors) OR NEW.key <> OLD.key OR NEW.unit_id <> OLD.unit_id THEN
        RAISE EXCEPTION 'a draft keeps who drew it' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.state = 'approved' AND OLD.state <> 'submitted' THEN
        RAISE EXCEPTION 'only what was submitted is approved' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER draft_fixed BEFORE UPDATE OR DELETE ON workflow_draft
    FOR EACH ROW EXECUTE FUNCTION workflow_draft_fixed();
"""
LOOSE = """
DROP TRIGGER draft_fixed ON workflow_draft;
DROP FUNCTION workflow_draft_fixed();
"""


class Migration(migrations.Migration):
    """Rights and triggers, not tables."""

    dependencies: ClassVar = [("workflow", "0007_drawn")]
    operations: ClassVar = [
        migrations.RunSQL(FIXED, LOOSE),
        append_only("workflow_use"),
        tell_table("workflow_use", "processes"),
        wall("workflow_timer", OF_PROCESS),
    ]
