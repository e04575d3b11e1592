"""Has anything that tracking shows of a dossier changed? One statement tells."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from motcua.dossiers.types import Finance, Status

# A row's version is its place and the transaction that wrote it (ctid, xmin): every change of a
# row gives another one, whoever makes it, so no operation can forget to tell. The rows are those
# that `dossiers.queries.track` reads, read when it reads them; what never changes (events,
# versions of procedures, deployed definitions) is left out, since the dossier's own row names or
# counts it. It tells no content but the due date, and is asked for codes whose second factor was
# good. Plans are kept (generic): with the walls' conditions, planning costs more than reading.
MARK = f"""
CREATE FUNCTION motcua_track_mark(wanted text, OUT due_at timestamptz, OUT mark text)
LANGUAGE plpgsql STABLE SET motcua.scope = '*' SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  d record;
  units bigint[];
  of_process text := '';
  of_waits text := '';
  of_units text;
BEGIN
  SELECT t.id, t.ctid, t.xmin, t.due_at, t.status, t.finance, t.process_id,
    ARRAY[t.receiving_unit_id, t.competent_unit_id, t.return_unit_id] AS units
  INTO d FROM dossiers_dossier t WHERE t.code = wanted;
  IF NOT FOUND THEN RETURN; END IF;
  units := d.units;
  IF d.process_id IS NOT NULL THEN
    SELECT concat(p.ctid, p.xmin),
      units || ARRAY(SELECT value::bigint FROM jsonb_each_text(p.context -> 'units'))
    INTO of_process, units FROM workflow_process p WHERE p.id = d.process_id;
    SELECT concat(of_process, string_agg(concat(w.ctid, w.xmin), '')),
      units || array_agg(w.unit_id)
    INTO of_process, units FROM workflow_workitem w WHERE w.process_id = d.process_id;
  END IF;
  IF d.status = {Status.SUPPLEMENT.value} THEN
    SELECT concat(of_waits, 's', string_agg(concat(s.ctid, s.xmin), '')) INTO of_waits
    FROM dossiers_supplementrequest s WHERE s.dossier_id = d.id;
  END IF;
  IF d.finance = {Finance.UNPAID.value} THEN
    SELECT concat(of_waits, 'f', string_agg(concat(f.ctid, f.xmin), '')) INTO of_waits
    FROM dossiers_fee f WHERE f.dossier_id = d.id;
  END IF;
  IF d.status = {Status.OBLIGATION.value} THEN
    SELECT concat(of_waits, 'o', string_agg(concat(o.ctid, o.xmin), '')) INTO of_waits
    FROM dossiers_obligation o WHERE o.dossier_id = d.id;
  END IF;
  SELECT string_agg(concat(u.ctid, u.xmin, a.ctid, a.xmin), '') INTO of_units
  FROM organisations_unit u LEFT JOIN organisations_unit a ON a.id = u.parent_id
  WHERE u.id = ANY (units);
  due_at := d.due_at;
  mark := concat_ws(' ', d.id, d.ctid, d.xmin, of_process, of_waits, of_units);
END $$;
"""  # noqa: S608 - numbers of our own enums


class Migration(migrations.Migration):
    """One more function beside `motcua_dossier_id`."""

    dependencies: ClassVar = [("dossiers", "0004_tracking_reads")]
    operations: ClassVar = [
        migrations.RunSQL(MARK, "DROP FUNCTION motcua_track_mark(text);"),
    ]
