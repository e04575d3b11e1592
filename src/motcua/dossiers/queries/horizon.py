"""Up to which transaction everything is surely finished: for seals and for the feed."""

from __future__ import annotations

# The oldest transaction that may still write here. One that runs in another database of the same
# server (its lock tells) cannot; whatever is not known for sure counts as ours.
HORIZON_SQL = """
SELECT coalesce(
         (SELECT min(x::text::bigint) FROM pg_snapshot_xip(s.taken) x WHERE NOT EXISTS (
            SELECT 1 FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
             WHERE l.locktype = 'transactionid' AND l.granted AND l.mode = 'ExclusiveLock'
               AND l.transactionid::text::bigint = x::text::bigint % 4294967296
               AND a.datname <> current_database())),
         pg_snapshot_xmax(s.taken)::text::bigint)
  FROM (SELECT pg_current_snapshot() AS taken) s
"""
