"""The bench names the aims that were not met, and ends badly only for those that were asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from bench import run
from bench.table import CALL, NAMES, names_read, table, unmet
from click.testing import CliRunner

from motcua.config.commands.bench import command

GOOD = {
    "ratios": {
        "submit": 0.2, "accept": 0.1, "complete": 0.15, "track": 0.6, "catalogue page": 1.0,
        "procedure page": 1.0, "worklist": 1.5, "dossier page": 1.0, "board": 1.0,
    },
    CALL: {
        "displays": 200, "p50_ms": 20.0, "most_ms": 1_000.0, "ratio": 80.0,
        "painted_p50_ms": 40.0, "painted_most_ms": 1_000.0, "painted_ratio": 120.0,
    },
}  # fmt: skip


def figures(ratios: dict[str, float] | None = None, **call: float) -> dict[str, Any]:
    """Return the figures of a run in which something is another than just good enough."""
    return {"ratios": {**GOOD["ratios"], **(ratios or {})}, CALL: {**GOOD[CALL], **call}}


def test_whatever_is_just_reached_is_met() -> None:
    assert unmet(figures(), NAMES) == []


@pytest.mark.parametrize(
    ("name", "found", "said"),
    [
        ("submit", figures({"submit": 0.143}), "submit: 0.143, aim ≥ 0.2"),
        ("track", figures({"track": 0.599}), "track: 0.599, aim ≥ 0.6"),
        ("board", figures({"board": 1.51}), "board: 1.51, aim ≤ 1.5"),
        ("call", figures(most_ms=1_000.1), "call: 1,000.1 ms, aim ≤ 1,000 ms"),
        ("paint", figures(painted_most_ms=1_500.0), "paint: 1,500.0 ms, aim ≤ 1,000 ms"),
    ],
)
def test_an_aim_that_is_missed_is_named_when_it_is_asked_for(
    name: str, found: dict[str, Any], said: str
) -> None:
    assert unmet(found, NAMES) == [said]
    assert unmet(found, [one for one in NAMES if one != name]) == []


def test_what_was_not_measured_is_not_met() -> None:
    assert unmet({CALL: {"most_ms": 12.0}}, ["call", "paint", "worklist"]) == [
        "paint: not measured, aim ≤ 1,000 ms",
        "worklist: not measured, aim ≤ 1.5",
    ]


def test_aims_are_asked_for_by_name() -> None:
    assert names_read("") == ()
    assert names_read("call, procedure page") == ("call", "procedure page")
    assert names_read("all") == NAMES
    with pytest.raises(ValueError, match="no such aim: fast; there are submit"):
        names_read("call,fast")


def test_the_table_says_of_each_whether_it_is_met() -> None:
    text = table({**figures({"submit": 0.1}, painted_most_ms=2_000.0), "submit": {"per_second": 9}})
    assert "0.100 of TPC-B | ≥ 0.2 NOT met" in text
    assert "| most ≤ 1,000 ms met |" in text
    assert "(most 2,000) | 120.0 × a bare notification | most ≤ 1,000 ms NOT met |" in text


@pytest.mark.parametrize(
    ("strict", "code"), [("", 0), ("call,track", 0), ("submit", 1), ("all", 1), ("fast", 2)]
)
def test_the_command_ends_badly_only_for_what_was_asked_for(
    monkeypatch: Any, tmp_path: Path, strict: str, code: int
) -> None:
    monkeypatch.setattr(run, "main", lambda **_asked: figures({"submit": 0.1, "complete": 0.1}))
    ended = CliRunner().invoke(command, ["--strict", strict, "--out", str(tmp_path)])
    assert ended.exit_code == code, ended.output
    assert ("submit: 0.1, aim ≥ 0.2" in ended.output) is (code == 1)
    assert ("complete: 0.1" in ended.output) is (strict == "all")
