"""Texts lie behind their dossier's wall; a decided template never changes; four eyes."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from motcua.kernel.rls import append_only, wall

OF_DOSSIER = "EXISTS (SELECT 1 FROM dossiers_dossier d WHERE d.id = dossier_id)"
FIXED = """
CREATE FUNCTION drafting_template_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a template is never deleted' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.state IN ('approved', 'withdrawn') THEN
        RAISE EXCEPTION 'a decided template never changes' USING ERRCODE = 'restrict_violation';
    END IF;
    IF (NEW.wording, NEW.name, NEW.kind, NEW.result_kind, NEW.procedures, NEW.effective_on,
        NEW.ends)
        IS DISTINCT FROM
       (OLD.wording, OLD.name, OLD.kind, OLD.result_kind, OLD.procedures, OLD.effective_on,
        OLD.ends)
    THEN
        IF OLD.state = 'submitted' THEN
            RAISE EXCEPTION 'a submitted template stays as it is'
                USING ERRCODE = 'restrict_violation';
        END IF;
        IF NOT (NEW.edited_by_id = ANY(NEW.editors)) THEN
            RAISE EXCEPTION 'whoever writes is named' USING ERRCODE = 'restrict_violation';
        END IF;
    END IF;
    IF NOT (NEW.editors @> OLD.editors) OR NEW.key <> OLD.key OR NEW.unit_id <> OLD.unit_id
        OR NEW.number <> OLD.number THEN
        RAISE EXCEPTION 'a template keeps who wrote it' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.state = 'approved' AND OLD.state <> 'submitted' THEN
        RAISE EXCEPTION 'only what was submitted is approved' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER template_fixed BEFORE UPDATE OR DELETE ON drafting_template
    FOR EACH ROW EXECUTE FUNCTION drafting_template_fixed();
CREATE FUNCTION drafting_template_begun() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> 'editing' OR NOT (NEW.created_by_id = ANY(NEW.editors)) THEN
        RAISE EXCEPTION 'a template begins as a draft' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER template_begun BEFORE INSERT ON drafting_template
    FOR EACH ROW EXECUTE FUNCTION drafting_template_begun();
"""
LOOSE = """
DROP TRIGGER template_begun ON drafting_template;
DROP FUNCTION drafting_template_begun();
DROP TRIGGER template_fixed ON drafting_template;
DROP FUNCTION drafting_template_fixed();
"""


class Migration(migrations.Migration):
    """Rights and triggers, not tables."""

    dependencies: ClassVar = [("drafting", "0001_initial"), ("dossiers", "0002_walls")]
    operations: ClassVar = [
        migrations.RunSQL(FIXED, LOOSE),
        wall("drafting_text", OF_DOSSIER),
        wall("drafting_placed", OF_DOSSIER),
        append_only("drafting_text"),
        append_only("drafting_placed"),
    ]
