"""One day of a nation's dossiers as sets: lives, chains of events, increments, index versions.

Bench-only. The chains are real: canonical payloads, linked SHA-256, bound rows; the increments and
the versions of the index are those that the product's own fold makes of these events
(`tests/indicators/test_nation.py` holds both to `motcua verify`). No files, parties or processes.
"""

from __future__ import annotations

# A draw of a dossier: the same number gives the same life in every database.
_DRAW = "(hashint8extended(g, {n}) & 65535)"


def _share(number: int) -> str:
    """Return SQL for a number in [0, 1) of dossier `g`."""
    return f"({_DRAW.format(n=number)} / 65536.0::float8)"


def _text(instant: str) -> str:
    """Return SQL for an instant as events write it; instants are whole seconds."""
    written = "'YYYY-MM-DD\"T\"HH24:MI:SS'"
    return f"to_char({instant} AT TIME ZONE 'UTC', {written}) || '.000000+00:00'"


# Who, what, when. Ends lie between acceptance and the due instant; few are late, few on the dot.
CHUNK = f"""
CREATE TEMP TABLE bench_chunk ON COMMIT DROP AS
WITH drawn AS (
  SELECT g, {_DRAW.format(n=1)} AS place, {_DRAW.format(n=2)} %% 1000 AS matter,
    {_share(3)} AS s_end, {_share(4)} AS s_kind, {_share(5)} AS s_late, {_share(6)} AS s_online,
    {_share(7)} AS s_back, {_DRAW.format(n=8)} AS hand, {_DRAW.format(n=9)} AS papers,
    (%(day)s::date::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh') + make_interval(
      secs => floor(27000 + 34200 * power({_share(10)}, 1.4))) AS at
  FROM generate_series(%(first)s::bigint, %(last)s::bigint) g
), placed AS (
  SELECT d.*, s.unit, s.centre, s.identifier, s.officials[1 + hand %% cardinality(s.officials)]
      AS official, m.version, m.procedure, m.code AS matter_code,
    s_online < s.online AS online, s_kind < 0.015 AS withdraws,
    s_kind BETWEEN 0.015 AND 0.08 AND m.days > 1 AS supplements,
    ((%(day)s::date + (m.days * 7 + 4) / 5)::timestamp + interval '17 hours')
      AT TIME ZONE 'Asia/Ho_Chi_Minh' AS due
  FROM drawn d JOIN bench_slot s ON s.n = d.place JOIN bench_matter m ON m.n = d.matter
), asked AS (
  SELECT *, CASE WHEN supplements THEN date_trunc('second', at + (due - at) * 0.2) END AS asked_at,
    CASE WHEN supplements THEN date_trunc('second', at + (due - at) * 0.2
      + interval '3 days' * (0.3 + s_back)) END AS given_at
  FROM placed
), ended AS (
  SELECT *, CASE WHEN supplements THEN due + (given_at - asked_at) END AS due_2,
    date_trunc('second', CASE
      WHEN s_late < 0.03 THEN due + coalesce(given_at - asked_at, interval '0')
        + interval '4 days' * (0.01 + s_end)
      WHEN s_late > 0.95 THEN due + coalesce(given_at - asked_at, interval '0')
      ELSE coalesce(given_at, at) + (due + coalesce(given_at - asked_at, interval '0')
        - coalesce(given_at, at)) * sqrt(s_end) END) AS over_at
  FROM asked
), cut AS (
  SELECT *, coalesce(asked_at <= %(until)s, false) AS has_asked,
    coalesce(given_at <= %(until)s, false) AS has_given,
    over_at <= %(until)s AS has_end,
    CASE WHEN withdraws THEN NULL WHEN online AND s_back < 0.6 THEN over_at
      ELSE date_trunc('second', over_at + interval '2 days' * (0.02 + s_back)) END AS back_at
  FROM ended
)
SELECT g AS id, unit, centre, official, version, procedure, matter_code, at, online, withdraws,
  asked_at, given_at, over_at, back_at, due, due_2, has_asked, has_given, has_end,
  has_end AND coalesce(back_at <= %(until)s, false) AS has_back,
  CASE WHEN has_given THEN due_2 ELSE due END AS due_now,
  papers %% 4 AS papers, (papers / 4) %% 3 AS files, identifier,
  identifier || '-' || to_char(%(day)s::date, 'YYMMDD') || '-' || CASE
    WHEN row_number() OVER w < 10000 THEN lpad((row_number() OVER w)::text, 4, '0')
    ELSE (row_number() OVER w)::text END AS code,
  row_number() OVER w AS serial,
  'Nguyễn Văn ' || g AS name, 'nguyen van ' || g AS name_key,
  uuid_send(md5('salt' || g)::uuid) AS salt,
  3 + has_asked::int + has_given::int + has_end::int AS seq_end
FROM cut WINDOW w AS (PARTITION BY identifier ORDER BY g)
"""

_OWN = (
    """'{"applicant_key":"' || name_key || '","applicant_name":"' || name"""
    """ || '","procedure_id":' || procedure || ',"return_unit_id":' || centre || ',"sets":1}'"""
)
_BOUND = (
    f"""encode(sha256(salt || convert_to('["' || code || '","dossier","'"""
    f""" || replace({_OWN}, '"', '\\"') || '"]', 'UTF8')), 'hex')"""
)
_CONTENT = "encode(sha256(convert_to(code, 'UTF8')), 'hex')"
_SUBMITTED = (
    """'{"channel":' || CASE WHEN online THEN 2 ELSE 1 END || ',"competent":' || unit"""
    f""" || ',"content":"' || {_CONTENT} || '","finance":9,"parts":{{"data":0,"file":' || files"""
    """ || ',"paper":' || papers || ',"population":0,"reused":0}'"""
    """ || CASE WHEN online THEN ',"person":1'"""
    """ ELSE '' END || ',"procedure":"' || matter_code || '","receiving":' || centre"""
    """ || ',"version":' || version || '}'"""
)


def _payload(kind: str, at: str, seq: str, data: str, rows: str = "'{}'") -> str:
    """Return SQL for the canonical text of one event (`chain.payload`)."""
    return (
        f"""'{{"at":"' || {_text(at)} || '","by":{{"account":' || official"""
        f""" || ',"posting":null,"role":"specialist","unit":' || unit || '}},"data":' || {data}"""
        f""" || ',"dossier":"' || code || '","rows":' || {rows} || ',"seq":' || {seq}"""
        f""" || ',"type":"{kind}","v":2}}'"""
    )


def _due(instant: str) -> str:
    return f"""'{{"due_at":"' || {_text(instant)} || '"}}'"""


_ROWS = f"""'{{"dossier":"' || {_BOUND} || '"}}'"""
_AFTER_ASKED = "(4 + has_asked::int)"
# Number, kind, instant, whether it is there, its place in the chain, its text.
_LINKS = (
    ("submitted", "at", "true", "1", _payload("submitted", "at", "1", _SUBMITTED, _ROWS)),
    ("accepted", "at", "true", "2", _payload("accepted", "at", "2", _due("due"))),
    ("assigned", "at", "true", "3", _payload("assigned", "at", "3", "'{}'")),
    (
        "supplement_requested",
        "asked_at",
        "has_asked",
        "4",
        _payload("supplement_requested", "asked_at", "4", "'{}'"),
    ),
    (
        "supplement_received",
        "given_at",
        "has_given",
        "5",
        _payload("supplement_received", "given_at", "5", _due("due_2")),
    ),
    (
        "withdrawn",
        "over_at",
        "has_end AND withdraws",
        "seq_end",
        _payload("withdrawn", "over_at", "seq_end", "'{}'"),
    ),
    (
        "done",
        "over_at",
        "has_end AND NOT withdraws",
        "seq_end",
        _payload("done", "over_at", "seq_end", """'{"kind":"grant","version":1}'"""),
    ),
    (
        "returned",
        "back_at",
        "has_back",
        "(seq_end + 1)",
        _payload("returned", "back_at", "(seq_end + 1)", """'{"method":0}'"""),
    ),
)


def _chain_sql() -> str:
    """Return the chunk with every text (p1…) and every link's hash (h1…) beside it."""
    sql = "bench_chunk c"
    before = "decode(repeat('00', 32), 'hex')"
    for number, (_kind, _at, there, _seq, text) in enumerate(_LINKS, start=1):
        sql += (
            f"\nCROSS JOIN LATERAL (SELECT CASE WHEN {there} THEN {text} END AS p{number}"
            f" OFFSET 0) t{number}"
            f"\nCROSS JOIN LATERAL (SELECT CASE WHEN {there} THEN sha256({before}"
            f" || convert_to(p{number}, 'UTF8')) ELSE {before} END AS h{number} OFFSET 0) l{number}"
        )
        before = f"h{number}"
    return sql


def _events_sql() -> str:
    values = []
    before = "decode(repeat('00', 32), 'hex')"
    for number, (kind, at, there, seq, _text_sql) in enumerate(_LINKS, start=1):
        values.append(f"({there}, {seq}, '{kind}', {at}, p{number}, {before}, h{number})")
        before = f"h{number}"
    rows = ",\n  ".join(values)
    return f"""
INSERT INTO dossiers_event (dossier_id, seq, type, at, recorded_at, account_id, payload, prev_hash,
  hash)
SELECT c.id, e.seq, e.type, e.at, clock_timestamp(), c.official, e.payload, e.prev, e.hash
FROM bench_linked c CROSS JOIN LATERAL (VALUES {rows})
  AS e(there, seq, type, at, payload, prev, hash)
WHERE e.there
"""


LINKED = f"""
CREATE TEMP TABLE bench_linked ON COMMIT DROP AS SELECT * FROM {_chain_sql()}
"""
EVENTS = _events_sql()
STATUS = """CASE WHEN has_back THEN 10 WHEN has_end AND withdraws THEN 7 WHEN has_end THEN 9
  WHEN has_asked AND NOT has_given THEN 5 ELSE 4 END"""
DOSSIERS = f"""
INSERT INTO dossiers_dossier (id, code, procedure_version_id, procedure_id, receiving_unit_id,
  competent_unit_id, return_unit_id, visible_units, channel, assisted_mode, return_method, subject,
  sets, content, applicant_name, applicant_key, status, phase, stop_kind, finance, submitted_at,
  accepted_at, due_at, due_original_at, suspended_from, supplement_count, ended_at, returned_at,
  result_version, seq, head_hash, due_explanation, content_hash, salt, accepted_by, official_id)
SELECT id, code, version, procedure, centre, unit, centre, ARRAY[unit, centre],
  CASE WHEN online THEN 2 ELSE 1 END, '', 0, '', 1, '{{}}', name, name_key, {STATUS},
  CASE WHEN has_asked AND NOT has_given THEN 'appraisal' ELSE '' END, '', 9, at, at, due_now, due,
  CASE WHEN has_asked AND NOT has_given THEN asked_at END, has_asked::int,
  CASE WHEN has_end THEN over_at END, CASE WHEN has_back THEN back_at END,
  (has_end AND NOT withdraws)::int, seq_end + has_back::int, h8, '[]', {_CONTENT}, salt, official,
  official
FROM bench_linked
"""
COUNTERS = """
INSERT INTO dossiers_codecounter (agency_identifier, day, last)
SELECT identifier, to_char(%(day)s::date, 'YYMMDD'), max(serial) FROM bench_chunk GROUP BY 1
"""
_TICK = "interval '1 microsecond'"
_END_CLASS = """CASE WHEN withdraws AND over_at > due_now THEN 35 WHEN withdraws THEN 34
  WHEN over_at > due_now THEN 33 WHEN over_at < due_now THEN 31 ELSE 32 END"""
STEPS = f"""
INSERT INTO indicators_step (dossier_id, unit_id, procedure_id, official_id, at, known_at, measure,
  delta, folded)
SELECT id, CASE WHEN s.measure < 10 THEN centre ELSE unit END, procedure, official, s.at, s.known,
  s.measure, s.delta, true
FROM bench_chunk CROSS JOIN LATERAL (VALUES
  (true, CASE WHEN online THEN 2 ELSE 1 END, 1, at, at),
  (true, CASE WHEN online THEN 12 ELSE 11 END, 1, at, at),
  (true, 21, 1, at, at),
  (true, 24, 1, due + {_TICK}, at),
  (has_asked, 21, -1, asked_at, asked_at),
  (has_asked, 24, -1, greatest(asked_at, due + {_TICK}), asked_at),
  (has_asked, 22, 1, asked_at, asked_at),
  (has_given, 22, -1, given_at, given_at),
  (has_given, 21, 1, given_at, given_at),
  (has_given, 24, 1, greatest(given_at, due_2 + {_TICK}), given_at),
  (has_end, 21, -1, over_at, over_at),
  (has_end, 24, -1, greatest(over_at, due_now + {_TICK}), over_at),
  (has_end, {_END_CLASS}, 1, over_at, over_at)
) AS s(there, measure, delta, at, known)
WHERE s.there
"""
_SECONDS = "extract(epoch FROM {0})::bigint"
_STOOD = "coalesce(CASE WHEN has_given THEN given_at - asked_at END, interval '0')"
CASES = f"""
INSERT INTO indicators_case (dossier_id, code, version, valid_from, valid_to, identity, mirrored,
  unit_id, receiving_unit_id, procedure_code, procedure_version_id, channel, status, submitted_at,
  accepted_at, due_at, ended_at, returned_at, stands_since, supplements, spent_seconds, ran_from,
  e_result, has_file, all_digital, reused, fee_due, paid_online, identified, population)
SELECT id, code, v.seq, v.since, v.till, code, false, unit, centre, matter_code, version,
  CASE WHEN online THEN 2 ELSE 1 END, v.status, c.at, c.at, v.due, v.ended, v.back, v.stands,
  v.asked, v.spent, {_SECONDS.format("c.at + v.stood")}, v.result, files > 0,
  papers = 0 AND files > 0, false, false, 0, online, false
FROM bench_chunk c CROSS JOIN LATERAL (VALUES
  (true, 3, c.at, CASE WHEN has_asked THEN asked_at WHEN has_end THEN over_at END, 4, c.due,
    NULL::timestamptz, NULL::timestamptz, NULL::timestamptz, 0, NULL::bigint, interval '0', false),
  (has_asked, 4, asked_at, CASE WHEN has_given THEN given_at END, 5, c.due, NULL, NULL, asked_at,
    1, {_SECONDS.format("asked_at - c.at")}, interval '0', false),
  (has_given, 5, given_at, CASE WHEN has_end THEN over_at END, 4, due_2, NULL, NULL, NULL, 1, NULL,
    {_STOOD}, false),
  (has_end AND NOT (has_back AND back_at = over_at), seq_end, over_at,
    CASE WHEN has_back THEN back_at END, CASE WHEN withdraws THEN 7 ELSE 9 END, due_now, over_at,
    NULL, NULL, has_asked::int, {_SECONDS.format(f"over_at - c.at - {_STOOD}")}, {_STOOD},
    CASE WHEN withdraws THEN false END),
  (has_back, seq_end + 1, back_at, NULL, 10, due_now, over_at, back_at, NULL, has_asked::int,
    {_SECONDS.format(f"over_at - c.at - {_STOOD}")}, {_STOOD}, NULL)
) AS v(there, seq, since, till, status, due, ended, back, stands, asked, spent, stood, result)
WHERE v.there
"""
DAY = (CHUNK, LINKED, DOSSIERS, EVENTS, COUNTERS, STEPS, CASES)
"""What loads one day, in order, in one transaction."""
# The same sums as the roll-up's, each grain and dimension apart: a sort of all at once is too big.
TOTALS = """
INSERT INTO indicators_total (unit_id, dimension, grain, start, key, measure, total)
SELECT unit_id, {dimension}, {grain}, {start}, {key}, measure, sum(delta)
FROM indicators_step{of} GROUP BY unit_id, 4, 5, measure
"""
_DAY = "date(at AT TIME ZONE 'Asia/Ho_Chi_Minh')"
ALL_TOTALS = tuple(
    TOTALS.format(dimension=dimension, key=key, grain=grain, start=start, of=of)
    for dimension, key in ((0, "0::bigint"), (1, "procedure_id"), (2, "official_id"))
    for grain, start, of in (
        (1, _DAY, ""),
        (2, f"date_trunc('month', {_DAY})::date", ""),
        (3, "date '0001-01-01'", " WHERE measure IN (21, 22, 23, 24)"),
    )
)
