"""Tracking reads in one statement, and knows cheaply that nothing has changed since.

A dossier and what tracking shows beside it give `dossier:<id>` a new mark whenever they change
(`kernel.changes`); its process gives `process:<id>` one. The function finds the dossier of a code
and reads the rest under the scope of that one dossier: the wall stands inside it as outside.
It is asked for codes whose second factor was good.
"""

from __future__ import annotations

import importlib
from typing import ClassVar

from django.db import migrations

from motcua.dossiers.types import Finance, Status
from motcua.kernel.changes import tell_rows

# Plans are kept (generic): with the walls' conditions, planning costs more than reading. The rows
# and the marks that stand for them are read under one snapshot, that of the statement.
TRACK = f"""
CREATE FUNCTION motcua_track(wanted text) RETURNS json
LANGUAGE plpgsql STABLE SET motcua.scope = '*' SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  d dossiers_dossier;
  wanted_id bigint;
  unit_ids bigint[];
  process json; items json; units json; events json; marks json;
  unpaid bigint; owed bigint;
BEGIN
  SELECT t.id INTO wanted_id FROM dossiers_dossier t WHERE t.code = wanted;
  IF NOT FOUND THEN RETURN NULL; END IF;
  PERFORM set_config('motcua.scope', 'dossier:' || wanted_id, true);
  SELECT * INTO d FROM dossiers_dossier t WHERE t.id = wanted_id;
  unit_ids := ARRAY[d.receiving_unit_id, d.competent_unit_id, d.return_unit_id];
  IF d.process_id IS NOT NULL THEN
    SELECT json_build_object('id', t.id, 'definition_id', t.definition_id, 'sha256', f.sha256,
      'status', t.status, 'units', t.context -> 'units') INTO process
    FROM workflow_process t JOIN workflow_definition f ON f.id = t.definition_id
    WHERE t.id = d.process_id;
    SELECT json_agg(json_build_array(w.element, w.state, w.unit_id, w.opened_at, w.completed_at,
             w.due_at) ORDER BY w.opened_at, w.id), unit_ids || array_agg(w.unit_id)
    INTO items, unit_ids FROM workflow_workitem w WHERE w.process_id = d.process_id;
    unit_ids := unit_ids || ARRAY(SELECT value::bigint FROM json_each_text(process -> 'units'));
  END IF;
  SELECT json_agg(json_build_array(u.id, u.full_name, u.kind, a.full_name)) INTO units
  FROM organisations_unit u LEFT JOIN organisations_unit a ON a.id = u.parent_id
  WHERE u.id = ANY (unit_ids);
  SELECT json_agg(json_build_array(e.type, e.at) ORDER BY e.seq) INTO events
  FROM dossiers_event e WHERE e.dossier_id = d.id;
  IF d.finance = {Finance.UNPAID.value} THEN
    SELECT sum(f.amount_vnd::bigint * f.quantity) INTO unpaid FROM dossiers_fee f
    WHERE f.dossier_id = d.id AND f.paid_at IS NULL;
  END IF;
  IF d.status = {Status.OBLIGATION.value} THEN
    SELECT sum(o.amount_vnd) INTO owed FROM dossiers_obligation o
    WHERE o.dossier_id = d.id AND o.fulfilled_at IS NULL;
  END IF;
  SELECT json_object_agg(c.subject, c.mark) INTO marks FROM kernel_change c
  WHERE c.subject IN ('dossier:' || d.id, 'process:' || d.process_id, 'units');
  RETURN json_build_object(
    'id', d.id, 'process_id', d.process_id, 'marks', marks,
    'code', d.code, 'status', d.status, 'phase', d.phase, 'stop_kind', d.stop_kind,
    'version_id', d.procedure_version_id, 'receiving', d.receiving_unit_id,
    'competent', d.competent_unit_id, 'returning', d.return_unit_id,
    'return_method', d.return_method, 'due_explanation', d.due_explanation,
    'submitted_at', d.submitted_at, 'accepted_at', d.accepted_at, 'due_at', d.due_at,
    'due_original_at', d.due_original_at, 'suspended_from', d.suspended_from,
    'ended_at', d.ended_at, 'returned_at', d.returned_at,
    'process', process, 'items', items,
    'units', units, 'events', events,
    'unpaid', unpaid, 'owed', owed);
END $$;
"""  # noqa: S608 - numbers of our own enums
BEFORE = importlib.import_module("motcua.dossiers.migrations.0005_track_mark").MARK


class Migration(migrations.Migration):
    """Triggers, one function more, one less."""

    dependencies: ClassVar = [
        ("dossiers", "0008_answer_due"),
        ("kernel", "0006_changes"),
        ("workflow", "0003_changes"),
        ("organisations", "0002_changes"),
    ]
    operations: ClassVar = [
        tell_rows("dossiers_dossier", "'dossier:' || r.id", on="UPDATE"),
        *(
            tell_rows(f"dossiers_{table}", "'dossier:' || r.dossier_id")
            for table in ("fee", "supplementrequest", "obligation")
        ),
        migrations.RunSQL("DROP FUNCTION motcua_track_mark(text);", BEFORE),
        migrations.RunSQL(TRACK, "DROP FUNCTION motcua_track(text);"),
    ]
