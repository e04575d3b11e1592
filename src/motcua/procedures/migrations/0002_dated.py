"""What keeps versions dated data: no overlap in time, no change of what was written.

The embedded PostgreSQL has no btree_gist, so equality of ids in the exclusion constraints is
written as the overlap of two one-element ranges, whose GiST operators are built in.
"""

from __future__ import annotations

from django.db import migrations

FORWARD = """
ALTER TABLE procedures_procedureversion ADD CONSTRAINT version_no_overlap EXCLUDE USING gist (
    int8range(procedure_id, procedure_id, '[]') WITH &&,
    tstzrange(effective_from, effective_to) WITH &&
);
ALTER TABLE procedures_offering ADD CONSTRAINT offering_no_overlap EXCLUDE USING gist (
    int8range(procedure_id, procedure_id, '[]') WITH &&,
    int8range(unit_id, unit_id, '[]') WITH &&,
    tstzrange(opened_at, closed_at) WITH &&
);

CREATE FUNCTION procedures_version_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a version of a procedure is never deleted' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.effective_to IS NOT NULL
       OR (to_jsonb(NEW) - 'effective_to') IS DISTINCT FROM (to_jsonb(OLD) - 'effective_to') THEN
        RAISE EXCEPTION 'a version of a procedure only ends, it never changes'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER version_fixed BEFORE UPDATE OR DELETE ON procedures_procedureversion
    FOR EACH ROW EXECUTE FUNCTION procedures_version_fixed();

CREATE FUNCTION procedures_part_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'components and fees belong to a version and never change'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER component_fixed BEFORE UPDATE OR DELETE ON procedures_component
    FOR EACH ROW EXECUTE FUNCTION procedures_part_fixed();
CREATE TRIGGER fee_fixed BEFORE UPDATE OR DELETE ON procedures_fee
    FOR EACH ROW EXECUTE FUNCTION procedures_part_fixed();
"""

BACKWARD = """
DROP TRIGGER fee_fixed ON procedures_fee;
DROP TRIGGER component_fixed ON procedures_component;
DROP FUNCTION procedures_part_fixed();
DROP TRIGGER version_fixed ON procedures_procedureversion;
DROP FUNCTION procedures_version_fixed();
ALTER TABLE procedures_offering DROP CONSTRAINT offering_no_overlap;
ALTER TABLE procedures_procedureversion DROP CONSTRAINT version_no_overlap;
"""


class Migration(migrations.Migration):
    dependencies = [("procedures", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
