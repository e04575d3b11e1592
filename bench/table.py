"""The figures of a run as a table, each beside what it is to reach; which aims were not reached."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import ge, le
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
CALL = "call to the last display"
CALLS = {"call": "most_ms", "paint": "painted_most_ms"}
"""Aims of a call: until it is at the last display; until a real browser among them has drawn it."""
NAMES = (*AIMS, *CALLS)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was measured for an aim (None: nothing), and what it is to be."""

    name: str
    value: float | None
    aim: float
    sign: str  # ≥ or ≤
    unit: str = ""

    @property
    def met(self) -> bool:
        """Whether the aim was reached; what was not measured was not."""
        good: Callable[[float, float], bool] = ge if self.sign == "≥" else le
        return self.value is not None and good(self.value, self.aim)

    @property
    def words(self) -> str:
        """Say the aim and whether it was reached."""
        return f"{self.sign} {self.aim:,}{self.unit} {'met' if self.met else 'NOT met'}"

    @property
    def why(self) -> str:
        """Say what was measured instead."""
        found = "not measured" if self.value is None else f"{self.value:,}{self.unit}"
        return f"{self.name}: {found}, aim {self.sign} {self.aim:,}{self.unit}"


def verdicts(figures: dict[str, Any]) -> dict[str, Verdict]:
    """Return what came of every aim."""
    ratios, call = figures.get("ratios", {}), figures.get(CALL) or {}
    return {
        **{
            name: Verdict(name, ratios.get(name), aim, "≤" if name in LISTS else "≥")
            for name, aim in AIMS.items()
        },
        **{
            name: Verdict(name, call.get(key), CALL_MOST_MS, "≤", " ms")
            for name, key in CALLS.items()
        },
    }


def names_read(text: str) -> tuple[str, ...]:
    """Return the aims that a text names with commas, or `all`. Raises ValueError for another."""
    asked = [one.strip() for one in text.split(",") if one.strip()]
    if asked == ["all"]:
        return NAMES
    unknown = [one for one in asked if one not in NAMES]
    if unknown:
        raise ValueError(f"no such aim: {', '.join(unknown)}; there are {', '.join(NAMES)}, or all")
    return tuple(asked)


def unmet(figures: dict[str, Any], names: Iterable[str]) -> list[str]:
    """Return a line for each of some aims that was not reached, or not measured."""
    found = verdicts(figures)
    return [found[name].why for name in names if not found[name].met]


def table(figures: dict[str, Any]) -> str:
    """Return the result as a Markdown table."""
    rate = {
        k: v["per_second"] for k, v in figures.items() if isinstance(v, dict) and "per_second" in v
    }
    ratios, found = figures.get("ratios", {}), verdicts(figures)
    lines = ["| measured | per second | p50 ms | ratio | aim |", "|---|---|---|---|---|"]
    notes = {
        **dict.fromkeys(("submit", "accept", "complete"), "of TPC-B"),
        **dict.fromkeys(("track", "catalogue page", "procedure page"), "of the empty page"),
    }
    for name, value in rate.items():
        ratio, aim = "", ""
        if name in notes:
            ratio = f"{ratios[name]:.3f} {notes[name]}"
            aim = found[name].words if name in found else ""
        for base in LISTS:
            if name.startswith(f"{base} at ") and not name.endswith(f" {SMALL}"):
                ratio = f"{ratios[base]:.2f} × the time at {SMALL:,}"
                aim = found[base].words
        p50 = figures[name].get("p50_ms", "")
        lines.append(f"| {name} | {value:,.1f} | {p50} | {ratio} | {aim} |")
    return "\n".join([*lines, *_calls(figures.get(CALL), found)])


def _calls(call: dict[str, Any] | None, found: dict[str, Verdict]) -> list[str]:
    if call is None:
        return []
    rows = [(f"call to the last of {call['displays']} displays", "", "call")]
    if "painted_p50_ms" in call:
        rows.append(("call drawn by a Chromium among them", "painted_", "paint"))
    return [
        f"| {words} | | {call[f'{key}p50_ms']} (most {call[f'{key}most_ms']:,.0f})"
        f" | {call[f'{key}ratio']} × a bare notification | most {found[name].words} |"
        for words, key, name in rows
    ]
