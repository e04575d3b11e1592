"""The increments that statements read beside totals: those not folded yet, acts after an instant.

Statistics are taken when nearly all is folded and nothing lies ahead, so the planner expects one
row and holds each that it meets against all units one by one: a busy minute of a nation, 2,000
increments, then costs a country's board 200 ms. `generate_series` is one row of which it cannot
know that (to it, a thousand), and OFFSET 0 keeps it from reading other increments beside these.
"""

from __future__ import annotations

UNFOLDED = """SELECT s.* FROM indicators_step s, generate_series(1, (SELECT 1))
    WHERE NOT s.folded OFFSET 0"""
LATER_ACTS = """SELECT s.* FROM indicators_step s, generate_series(1, (SELECT 1))
    WHERE s.at > %(until)s AND s.at < %(day_end)s AND s.measure <> %(overdue)s OFFSET 0"""
"""Of acts there is nothing after this instant, of due instants thousands in a province: each has an
index of its own. (As of an instant within a past day it reads what all units did on the rest.)"""
