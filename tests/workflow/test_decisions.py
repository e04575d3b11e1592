"""Decision tables: what can be read, what is refused, gaps and overlaps; no code ever runs."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders.drawn import END, START, drawing, step, table

from motcua.workflow.rules.decisions import Decision, table_check
from motcua.workflow.rules.diagram import diagram_read
from motcua.workflow.rules.elements import Problem


def read(rows: list[tuple[str, ...]], *, kind: str = "number", **more: str) -> Decision | Problem:
    text = drawing(
        [START, step("ask"), table("rule", [("area", kind)], "way", rows, **more), END],
        [("start", "ask"), ("ask", "rule"), ("rule", "end")],
    )
    diagram = diagram_read(text)
    if diagram.problems:
        return diagram.problems[0]
    decision = diagram.nodes["rule"].decision
    assert decision is not None
    return decision


def decided(rows: list[tuple[str, ...]], value: Any, **more: str) -> Any:
    decision = read(rows, **more)
    assert isinstance(decision, Decision), decision
    return decision.decide([value])[1]["way"]


@pytest.mark.parametrize(
    ("entry", "inside", "outside"),
    [
        ("< 10", [9, 9.5, -3], [10, 11, None, "9", True]),
        ("<= 10", [10], [10.01]),
        ("[1..5]", [1, 3, 5], [0.9, 5.1]),
        ("(1..5)", [1.1, 4.9], [1, 5]),
        ("]1..5[", [2], [1, 5]),
        ("[1..5)", [1], [5]),
        ("1, 3, [5..9]", [1, 3, 7], [2, 4, 10]),
        ("not(1, 3)", [2, 4], [1, 3, None]),
        ("-", [1, None], []),
        ("", [1, None], []),
        ("12.50", [12.5], [12]),
    ],
)
def test_entries_mean_what_dmn_says(entry: str, inside: list[Any], outside: list[Any]) -> None:
    rows = [(entry, '"yes"')]
    for value in inside:
        assert decided(rows, value) == "yes", value
    for value in outside:
        assert decided(rows, value) is None, value


def test_texts_and_ticks_are_compared_as_they_are() -> None:
    rows = [('"a","b"', '"x"'), ("-", '"y"')]
    assert decided(rows, "b", kind="string", hit="FIRST") == "x"
    assert decided(rows, "c", kind="string", hit="FIRST") == "y"
    assert decided([("true", '"yes"'), ("false", '"no"')], True, kind="boolean") == "yes"
    assert decided([("true", '"yes"')], 1, kind="boolean") is None


@pytest.mark.parametrize(
    "entry",
    [
        '__import__("os").system("x")', "10 ; 11", "a", "? > 5", "> ", "[5..1]", "1..5", "[1..5",
        "not 5", "5)", "lambda: 1", 'date("2026-01-01")', "1 + 1", "> true", '"text"', "x" * 300,
    ],
)  # fmt: skip
def test_what_is_no_entry_is_refused(entry: str) -> None:
    problem = read([(entry, '"yes"')])
    assert isinstance(problem, Problem)
    assert (problem.element, problem.code) == ("rule", "table_entry")


@pytest.mark.parametrize(
    ("rows", "more", "code"),
    [
        ([("-", '"a"')], {"hit": "COLLECT"}, "table_hit"),
        ([("-", '"a"')], {"hit": "PRIORITY"}, "table_hit"),
        ([], {}, "table_empty"),
        ([("-", "< 5")], {}, "table_entry"),
        ([("-", '"a"', '"b"')], {}, "table_row"),
    ],
)
def test_tables_that_do_not_run_are_refused(
    rows: list[tuple[str, ...]], more: dict[str, str], code: str
) -> None:
    problem = read(rows, **more)
    assert isinstance(problem, Problem)
    assert problem.code == code


def checked(rows: list[tuple[str, ...]], **more: str) -> set[tuple[str, str]]:
    decision = read(rows, **more)
    assert isinstance(decision, Decision), decision
    return set(table_check(decision))


def test_gaps_overlaps_and_dead_rows_are_found() -> None:
    assert checked([("< 10", '"a"'), (">= 10", '"b"')]) == set()
    assert checked([("< 10", '"a"'), ("> 10", '"b"')]) == {("table_gap", "area = 10")}
    assert checked([("<= 10", '"a"'), (">= 10", '"b"')]) == {("table_overlap", "1, 2")}
    assert checked([("<= 10", '"a"'), (">= 10", '"a"')], hit="ANY") == set()
    assert checked([("<= 10", '"a"'), ("-", '"b"')], hit="FIRST") == set()
    assert checked([("-", '"a"'), ("> 5", '"b"')], hit="FIRST") == {("table_row_never", "2")}
    assert checked([('"a"', '"x"')], kind="string") == {("table_gap", 'area = "…"')}


@given(
    bounds=st.lists(st.integers(-50, 50), min_size=1, max_size=5, unique=True).map(sorted),
    value=st.one_of(st.integers(-60, 60), st.floats(-60, 60, allow_nan=False)),
)
def test_a_table_without_gap_and_overlap_decides_every_number_once(
    bounds: list[int], value: float
) -> None:
    rows = [(f"< {bounds[0]}", '"0"')]
    for n, (low, high) in enumerate(pairwise(bounds)):
        rows.append((f"[{low}..{high})", f'"{n + 1}"'))
    rows.append((f">= {bounds[-1]}", '"last"'))
    assert checked(rows) == set()
    decision = read(rows)
    assert isinstance(decision, Decision)
    number, _ = decision.decide([value])
    expected = sum(value >= bound for bound in bounds)
    assert number == expected
