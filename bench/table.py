"""The figures of a run as a table, each beside what it is to reach."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

AIMS = {
    "submit": 0.20,
    "complete": 0.15,
    "track": 0.6,
    "catalogue page": 0.6,
    "procedure page": 0.6,
    "worklist": 1.5,
    "dossier page": 1.5,
    "board": 1.5,
}
LISTS = ("worklist", "dossier page", "board")
SMALL = 10_000
CALL_MOST_MS = 1_000


def table(figures: dict[str, Any]) -> str:
    """Return the result as a Markdown table."""
    rate = {
        k: v["per_second"] for k, v in figures.items() if isinstance(v, dict) and "per_second" in v
    }
    ratios = figures["ratios"]
    lines = ["| measured | per second | p50 ms | ratio | aim |", "|---|---|---|---|---|"]
    notes: dict[str, tuple[str, Callable[[float], bool]]] = {
        "submit": ("of TPC-B", lambda r: r >= AIMS["submit"]),
        "accept": ("of TPC-B", lambda _r: True),
        "complete": ("of TPC-B", lambda r: r >= AIMS["complete"]),
        "track": ("of the empty page", lambda r: r >= AIMS["track"]),
        "catalogue page": ("of the empty page", lambda r: r >= AIMS["catalogue page"]),
        "procedure page": ("of the empty page", lambda r: r >= AIMS["procedure page"]),
    }
    for name, value in rate.items():
        ratio, aim = "", ""
        if name in notes:
            words, good = notes[name]
            ratio = f"{ratios[name]:.3f} {words}"
            aim = (
                f"≥ {AIMS[name]} {'met' if good(ratios[name]) else 'NOT met'}"
                if name in AIMS
                else ""
            )
        for base in LISTS:
            if name.startswith(f"{base} at ") and not name.endswith(f" {SMALL}"):
                ratio = f"{ratios[base]:.2f} × the time at {SMALL:,}"
                aim = f"≤ {AIMS[base]} {'met' if ratios[base] <= AIMS[base] else 'NOT met'}"
        p50 = figures[name].get("p50_ms", "")
        lines.append(f"| {name} | {value:,.1f} | {p50} | {ratio} | {aim} |")
    call = figures.get("call to the last display")
    if call is not None:
        met = "met" if call["most_ms"] <= CALL_MOST_MS else "NOT met"
        lines.append(
            f"| call to the last of {call['displays']} displays | | {call['p50_ms']}"
            f" (most {call['most_ms']:,.0f}) | {call['ratio']} × a bare notification"
            f" | most ≤ {CALL_MOST_MS:,} ms {met} |"
        )
    return "\n".join(lines)
