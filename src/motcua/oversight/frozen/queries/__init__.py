"""Reads of frozen reports, of what the schedule expects, of what waits for somebody."""

from __future__ import annotations

from motcua.oversight.frozen.queries.causes import causes_of
from motcua.oversight.frozen.queries.lists import (
    lines_of_unit,
    lines_received,
    unseen_count,
    waiting_for,
)
from motcua.oversight.frozen.queries.orders import looked_last, order_view, orders_shown
from motcua.oversight.frozen.queries.report import (
    Report,
    acts_at,
    codes_behind,
    difference_of,
    file_bytes,
    line_of,
    place_of,
    posting_at,
    report_get,
    row_get,
    sheet_of,
    spots_of,
    step_view,
    steps_of,
    text_of,
)
from motcua.oversight.frozen.queries.schedule import (
    days_of,
    expected,
    followed,
    next_due,
    periods_asked,
    rule_view,
    rules_about,
    rules_of,
    rules_towards,
    units_asked,
)

__all__ = [
    "Report",
    "acts_at",
    "causes_of",
    "codes_behind",
    "days_of",
    "difference_of",
    "expected",
    "file_bytes",
    "followed",
    "line_of",
    "lines_of_unit",
    "lines_received",
    "looked_last",
    "next_due",
    "order_view",
    "orders_shown",
    "periods_asked",
    "place_of",
    "posting_at",
    "report_get",
    "row_get",
    "rule_view",
    "rules_about",
    "rules_of",
    "rules_towards",
    "sheet_of",
    "spots_of",
    "step_view",
    "steps_of",
    "text_of",
    "units_asked",
    "unseen_count",
    "waiting_for",
]
