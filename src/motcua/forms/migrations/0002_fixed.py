"""A draft may change, and end as published or withdrawn; nothing else ever changes."""

from __future__ import annotations

from django.db import migrations

FORWARD = """
CREATE FUNCTION forms_version_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a version of a form is never deleted' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.state <> 'draft' THEN
        RAISE EXCEPTION 'a published form never changes' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.procedure_id IS DISTINCT FROM OLD.procedure_id OR NEW.number <> OLD.number THEN
        RAISE EXCEPTION 'a form stays with its procedure' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER form_fixed BEFORE UPDATE OR DELETE ON forms_formversion
    FOR EACH ROW EXECUTE FUNCTION forms_version_fixed();
"""

BACKWARD = """
DROP TRIGGER form_fixed ON forms_formversion;
DROP FUNCTION forms_version_fixed();
"""


class Migration(migrations.Migration):
    dependencies = [("forms", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
