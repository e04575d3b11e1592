"""Published figures as open data: one schema, which only grows (docs/open-data.md)."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from motcua.indicators.public.release import FEW
from motcua.portal.openly import Chosen, written

SCHEMA = "motcua.public-figures/1"
LICENCE = "CC BY 4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
FIGURES = ("received", "online", "other", "resolved", "in_time", "late")
COLUMNS: dict[str, str] = {
    "unit_code": "code of the unit, as in the directory of administrative units",
    "unit_name": "full name of the unit when the data were made",
    "period": "2026-08 a month, 2026-q3 a quarter, 2026 a year; whole days in Asia/Ho_Chi_Minh",
    "figure": "what is counted: " + ", ".join(FIGURES),
    "value": "number of dossiers; empty where it is not shown",
    "shown": "yes; few: at least 1 and fewer than the smallest number shown; no: hidden, because a"
    " small number could be found from it",
}
MEANING: dict[str, str] = {
    "received": "dossiers accepted in the period by the unit and those under it",
    "online": "of those received: filed online",
    "other": "of those received: filed at a counter or by post",
    "resolved": "dossiers that ended in the period, of the competent unit and those under it",
    "in_time": "of those resolved: at or before their due instant",
    "late": "of those resolved: after their due instant",
}


def rows_of(choice: Chosen) -> list[dict[str, Any]]:
    """Return one row for each span and figure of the year, in a fixed order."""
    return [
        {
            "unit_code": choice.code,
            "unit_name": choice.name,
            "period": written(choice.year, span),
            "figure": figure,
            "value": value if isinstance(value, int) else None,
            "shown": "yes" if isinstance(value, int) else "few" if value == FEW else "no",
        }
        for span, cells in sorted(choice.content["cells"].items())
        for figure in FIGURES
        for value in [cells.get(figure, 0)]
    ]


def data_csv(choice: Chosen) -> bytes:
    """Return the rows as CSV in UTF-8; no cell begins like a formula (codes, numbers, names)."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(COLUMNS), lineterminator="\r\n")
    writer.writeheader()
    for row in rows_of(choice):
        writer.writerow({name: _safe(value) for name, value in row.items()})
    return out.getvalue().encode("utf-8-sig")


def _passed(choice: Chosen, side: str) -> list[dict[str, Any]]:
    """Return the units that this one took over, or that took it over; no code: nothing published.

    From the month of the merger on what happened in a merged unit counts in its heir's rows too.
    """
    key = {"took_over": "took", "went_to": "went"}[side]
    return [
        {"unit_code": code or None, "unit_name": name, "on": on}
        for code, name, on in choice.content[key]
    ]


def _safe(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" else value


def data_json(choice: Chosen) -> bytes:
    """Return the rows with their description, licence and proof as JSON."""
    found = choice.found
    stands = found.standing if found else None
    whole = {
        "schema": SCHEMA,
        "licence": {"name": LICENCE, "url": LICENCE_URL},
        "columns": COLUMNS,
        "figures": MEANING,
        "smallest_shown": choice.content["smallest"],
        "made_at": found.made_at.isoformat() if found and found.made_at else None,
        "proved": {
            "seal": stands.seal if stands else 0,
            "sealed_at": stands.seal_at.isoformat() if stands and stands.seal_at else None,
            "checked_at": stands.proved_at.isoformat() if stands and stands.proved_at else None,
        },
        "merged": {side: _passed(choice, side) for side in ("took_over", "went_to")},
        "rows": rows_of(choice),
        "service_index": choice.content["points"],
        "procedures_in_steps": choice.content["procedures"],
    }
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()
