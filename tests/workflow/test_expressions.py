"""Conditions: what they can say, and that they cannot run code."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.workflow.rules.expressions import (
    ExpressionError,
    Facts,
    expression_evaluate,
    expression_outcomes,
    expression_parse,
    expression_steps,
)

FACTS = Facts("approved", {"opinion": "disagree"}, {"amount": 5, "urgent": False, "kind": "land"})


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ('outcome == "approved"', True),
        ('outcome != "approved"', False),
        ('outcome in ("approved", "returned")', True),
        ('outcome not in ["returned"]', True),
        ('opinion.outcome == "disagree" and data.amount > 4', True),
        ('appraise.outcome == "propose_approve"', False),
        ("appraise.outcome == None", True),
        ("data.amount >= 6 or not data.urgent", True),
        ("data.kind < 3", False),
        ("data.missing > 3", False),
        ("data.urgent", False),
        ("True", True),
    ],
)
def test_a_condition_is_read_as_it_is_written(text: str, holds: bool) -> None:
    assert expression_evaluate(text, FACTS) is holds


@pytest.mark.parametrize(
    "text",
    [
        '__import__("os").system("true")',
        "open('/etc/passwd')",
        "().__class__.__bases__",
        "outcome.__class__",
        "data.__class__",
        "_x.outcome",
        "data['amount']",
        "data.amount.real",
        "[x for x in (1, 2)]",
        "lambda: 1",
        "(outcome := 'approved')",
        "outcome if True else 1",
        "f'{outcome}'",
        "b'bytes' == outcome",
        "1 + 1 == 2",
        "9 ** 9 ** 9 == 1",
        "1 < data.amount < 9",
        "outcome is None",
        "outcome in data.kind",
        "unknown == 1",
        "outcome = 'approved'",
        "",
        "(" * 150,
        "x" * 301,
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ExpressionError):
        expression_parse(text)


@given(st.text(max_size=80))
def test_no_text_does_anything_but_hold_or_not_or_be_refused(text: str) -> None:
    with contextlib.suppress(ExpressionError):
        assert expression_evaluate(text, FACTS) in {True, False}


def test_the_outcomes_and_steps_that_a_condition_names_are_known_beforehand() -> None:
    text = 'opinion.outcome == "agree" and outcome in ("a", "b") and data.kind == "c"'
    assert expression_outcomes(text) == {("opinion", "agree"), (None, "a"), (None, "b")}
    assert expression_steps(text) == {"opinion"}
