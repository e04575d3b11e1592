"""The walls of processes, items and hops ask functions, so that no plan carries the walls behind.

Written out, the wall of a hop holds those of its process, and these the dossier's, once for each
kind of scope: plans of hundreds of nodes that are made ready for every statement and of which
next to none are run, because an item's own unit mostly answers first. The conditions stay what
they were, and who asks stays who it is: the functions have no rights of their own.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from motcua.kernel.rls import ALL, DOSSIER, PERSONS, UNITS

FUNCTIONS = """
CREATE FUNCTION motcua_sees_dossier(wanted bigint) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM dossiers_dossier WHERE id = wanted);
END $$;
CREATE FUNCTION motcua_sees_process(wanted bigint) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM workflow_process WHERE id = wanted);
END $$;
"""
GONE = """
DROP FUNCTION motcua_sees_process(bigint);
DROP FUNCTION motcua_sees_dossier(bigint);
"""
NUMBER = "split_part(workflow_process.subject, ':', 2)::bigint"
IS_DOSSIER = "workflow_process.subject LIKE 'dossier:%'"
# What was written out, and the function that asks the same.
OF_DOSSIER = (
    f"{IS_DOSSIER} AND EXISTS (SELECT 1 FROM dossiers_dossier d WHERE d.id = {NUMBER})",
    f"{IS_DOSSIER} AND motcua_sees_dossier({NUMBER})",
)
OF_PROCESS = (
    "EXISTS (SELECT 1 FROM workflow_process p WHERE p.id = process_id)",
    "motcua_sees_process(process_id)",
)
OWN = f"unit_id = ANY({UNITS}::bigint[])"
BY_UNITS, BY_PERSONS = f"{UNITS} <> '{{}}'", f"{PERSONS} <> '{{}}'"
# (table, policy, what comes before the question, the question, whether the policy guards writes)
POLICIES = (
    ("workflow_process", "of_dossier", f"{BY_UNITS} AND ", OF_DOSSIER, True),
    ("workflow_process", "citizen", f"{BY_PERSONS} AND ", OF_DOSSIER, False),
    ("workflow_workitem", "wall", f"{ALL} OR {OWN} OR {BY_UNITS} AND ", OF_PROCESS, True),
    ("workflow_workitem", "tracking", f"{DOSSIER} IS NOT NULL AND ", OF_PROCESS, False),
    ("workflow_workitem", "citizen", f"{BY_PERSONS} AND ", OF_PROCESS, False),
    ("workflow_handover", "wall", f"{ALL} OR {BY_UNITS} AND ", OF_PROCESS, True),
    ("workflow_handover", "tracking", f"{DOSSIER} IS NOT NULL AND ", OF_PROCESS, False),
    ("workflow_handover", "citizen", f"{BY_PERSONS} AND ", OF_PROCESS, False),
)


def policy(table: str, name: str, condition: str, *, writes: bool) -> str:
    """Return the statement that gives a policy its condition."""
    check = f" WITH CHECK ({condition})" if writes else ""
    return f"ALTER POLICY {name} ON {table} USING ({condition}){check};"


class Migration(migrations.Migration):
    """The same rows as before, for everybody."""

    dependencies: ClassVar = [("dossiers", "0010_seal_epochs"), ("workflow", "0003_changes")]
    operations: ClassVar = [
        migrations.RunSQL(FUNCTIONS, GONE),
        *(
            migrations.RunSQL(
                policy(table, name, before + question[1], writes=writes),
                policy(table, name, before + question[0], writes=writes),
            )
            for table, name, before, question, writes in POLICIES
        ),
    ]
