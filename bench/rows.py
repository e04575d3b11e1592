"""Dossiers by the million, for lists and boards only: rows as bulk SQL, no chain of events.

Bench-only. The rows keep every check and stand behind the same walls, but no event stands
behind them, so `motcua verify` would name each of them.
"""

from __future__ import annotations

from typing import Any

DOSSIERS = """
INSERT INTO dossiers_dossier (code, procedure_version_id, procedure_id, receiving_unit_id,
    competent_unit_id, return_unit_id, visible_units, channel, assisted_mode, return_method,
    subject, sets, content, applicant_name, applicant_key, status, phase, stop_kind, finance,
    submitted_at, accepted_at, due_at, due_original_at, supplement_count, ended_at, returned_at,
    result_version, seq, head_hash, due_explanation, content_hash, accepted_by, official_id)
SELECT 'BENCH-' || lpad(g::text, 9, '0'), %(version)s, %(procedure)s, u.centre, u.unit, u.centre,
    ARRAY[u.unit, u.centre, u.office], 1, '', 0, '', 1, '{}', 'Nguyễn Văn ' || g,
    'nguyen van ' || g, CASE WHEN g %% 20 = 0 THEN 4 ELSE 10 END, '', '', 9,
    t.at, t.at, t.at + interval '3 days', t.at + interval '3 days', 0,
    CASE WHEN g %% 20 = 0 THEN NULL ELSE t.at + interval '2 days' END,
    CASE WHEN g %% 20 = 0 THEN NULL ELSE t.at + interval '2 days' END,
    0, 1, decode(repeat('00', 32), 'hex'), '[]', repeat('0', 64), %(account)s, %(account)s
FROM generate_series(%(first)s::bigint, %(last)s::bigint) g
CROSS JOIN LATERAL (
    SELECT %(until)s::timestamptz - make_interval(secs => (g * 7919) %% 31000000) AS at) t
JOIN bench_unit u ON u.n = g %% %(units)s
"""
PROCESSES = """
INSERT INTO workflow_process (definition_id, subject, status, context, state, unit_ids, started_at,
    deadline_at, end_reason, version)
SELECT %(definition)s, 'dossier:' || d.id, 'active', '{"units": {}}', '{}', d.visible_units,
    d.accepted_at, d.due_at, '', 1
FROM dossiers_dossier d
WHERE d.status = 4 AND d.code BETWEEN %(first_code)s AND %(last_code)s
"""
ITEMS = """
INSERT INTO workflow_workitem (process_id, element, act, role, unit_id, minutes, state, opened_at,
    due_at, outcome, note, version)
SELECT p.id, 'appraise', 'appraise', 'specialist', u.office, 480, 'open', d.accepted_at, d.due_at,
    '', '', 1
FROM workflow_process p JOIN dossiers_dossier d ON p.subject = 'dossier:' || d.id
JOIN bench_unit u ON u.unit = d.competent_unit_id
WHERE d.code BETWEEN %(first_code)s AND %(last_code)s
"""
STEPS = """
INSERT INTO indicators_step (dossier_id, unit_id, procedure_id, official_id, at, known_at, measure,
    delta, folded)
SELECT d.id, CASE WHEN m.measure < 10 THEN d.receiving_unit_id ELSE d.competent_unit_id END,
    d.procedure_id, d.official_id, CASE WHEN m.late THEN d.ended_at ELSE d.accepted_at END,
    CASE WHEN m.late THEN d.ended_at ELSE d.accepted_at END, m.measure, m.delta, true
FROM dossiers_dossier d
JOIN (VALUES (1, 1, false), (11, 1, false), (21, 1, false), (21, -1, true), (31, 1, true))
    AS m (measure, delta, late) ON NOT m.late OR d.ended_at IS NOT NULL
WHERE d.code BETWEEN %(first_code)s AND %(last_code)s
"""
TOTALS = """
INSERT INTO indicators_total (unit_id, dimension, grain, start, key, measure, total)
SELECT unit_id, dim, grain,
    CASE grain WHEN 1 THEN day WHEN 2 THEN date_trunc('month', day)::date ELSE '0001-01-01' END,
    key, measure, sum(delta)
FROM (SELECT s.unit_id, s.procedure_id, s.official_id, s.measure, s.delta,
        (s.at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS day
      FROM indicators_step s JOIN dossiers_dossier d ON d.id = s.dossier_id
      WHERE d.code BETWEEN %(first_code)s AND %(last_code)s) s
CROSS JOIN LATERAL (VALUES (0, 0::bigint), (1, procedure_id), (2, official_id)) AS k (dim, key)
CROSS JOIN (VALUES (1), (2), (3)) AS g (grain)
WHERE grain < 3 OR s.measure IN (21, 22, 23, 24)
GROUP BY 1, 2, 3, 4, 5, 6
ON CONFLICT (unit_id, dimension, grain, start, key, measure)
DO UPDATE SET total = indicators_total.total + excluded.total
"""


def prepare(connection: Any, places: list[tuple[int, int, int]]) -> None:
    """Keep the units that dossiers are spread over: (unit, centre, office)."""
    connection.execute(
        "CREATE TABLE bench_unit (n int PRIMARY KEY, unit bigint, centre bigint, office bigint)"
    )
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO bench_unit VALUES (%s, %s, %s, %s)",
            [(n, *place) for n, place in enumerate(places)],
        )


def grow(connection: Any, *, first: int, last: int, facts: dict[str, Any]) -> None:
    """Add dossiers number `first` to `last` with their work and their figures."""
    connection.execute("SELECT set_config('motcua.scope', '*', false)")
    # Foreign keys and marks of change are asked of every row otherwise: a minute for a million.
    connection.execute("SET session_replication_role = replica")
    params = {**facts, "first": first, "last": last}
    params["first_code"], params["last_code"] = f"BENCH-{first:09d}", f"BENCH-{last:09d}"
    connection.execute(DOSSIERS, params)
    connection.execute(PROCESSES, params)
    connection.execute(ITEMS, params)
    connection.execute(
        "UPDATE dossiers_dossier d SET process_id = p.id FROM workflow_process p"
        " WHERE p.subject = 'dossier:' || d.id AND d.code BETWEEN %(first_code)s AND %(last_code)s"
        " AND d.status = 4",
        params,
    )
    connection.execute(STEPS, params)
    connection.execute(TOTALS, params)
    connection.execute("RESET session_replication_role")
    connection.execute("ANALYZE")
