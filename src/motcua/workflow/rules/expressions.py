"""Conditions on sequence flows: a tiny language that cannot run code.

SpiffWorkflow would hand a condition to Python's `eval`; Motcua's engine hands it here instead.
The text is parsed, every part that is not listed below is refused, and what is left is
interpreted by walking the tree; nothing is compiled or executed.

    outcome == "approved"                  outcome of the step finished last
    opinion.outcome in ("agree", "none")   outcome of a named step (None before it is done)
    data.amount > 0 and not data.urgent    data given to the process
"""

from __future__ import annotations

import ast
import copy
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

MAX_LENGTH = 300
_ORDER: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


class ExpressionError(ValueError):
    """The text is not a condition of this language; the message says which part is not."""


@dataclass(frozen=True)
class Facts:
    """What a condition may read; tables write what they decide into `data`."""

    outcome: str | None
    outcomes: Mapping[str, str]
    data: dict[str, Any]
    decided: list[tuple[str, int | None]] = field(default_factory=list)  # tables, and their rows


@lru_cache(maxsize=1024)
def expression_parse(text: str) -> ast.expr:
    """Return the checked tree of a condition.

    Raises:
        ExpressionError: anything but names, literals, comparisons, `and`, `or`, `not`.
    """
    if len(text) > MAX_LENGTH:
        raise ExpressionError(f"longer than {MAX_LENGTH} characters")
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ExpressionError("not a condition") from error
    _condition_check(tree)
    return tree


def expression_evaluate(text: str, facts: Facts) -> bool:
    """Return whether the condition holds; a comparison of unlike kinds does not hold."""
    return bool(_value(expression_parse(text), facts))


def expression_steps(text: str) -> frozenset[str]:
    """Return the steps whose outcome the condition reads by name."""
    return frozenset(
        node.value.id
        for node in ast.walk(expression_parse(text))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.attr == "outcome"
        and node.value.id != "data"
    )


def expression_data(text: str) -> frozenset[str]:
    """Return the names of data that the condition reads."""
    return frozenset(
        node.attr
        for node in ast.walk(expression_parse(text))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "data"
    )


def expression_literals(text: str) -> dict[str, set[Any]]:
    """Return, by name of data, the literals that it is compared with."""
    found: dict[str, set[Any]] = {}
    for node in ast.walk(expression_parse(text)):
        if not isinstance(node, ast.Compare):
            continue
        operands = [node.left, *node.comparators]
        names = [one.attr for one in operands if isinstance(one, ast.Attribute)]
        for operand in operands:
            literals = operand.elts if isinstance(operand, ast.Tuple | ast.List) else [operand]
            for name in names:
                found.setdefault(name, set()).update(
                    one.value for one in literals if isinstance(one, ast.Constant)
                )
    return found


def expression_renamed(text: str, names: Mapping[str, str]) -> str:
    """Return the condition with other names for its steps.

    Raises:
        ExpressionError: it becomes too long.
    """
    tree = copy.deepcopy(expression_parse(text))
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            node.id = names.get(node.id, node.id)
    renamed = ast.unparse(tree)
    expression_parse(renamed)
    return renamed


def expression_outcomes(text: str) -> frozenset[tuple[str | None, str]]:
    """Return each (step or None for the last one, outcome) that the condition compares with."""
    found: set[tuple[str | None, str]] = set()
    for node in ast.walk(expression_parse(text)):
        if not isinstance(node, ast.Compare):
            continue
        operands = [node.left, *node.comparators]
        steps = [_step_read(operand) for operand in operands]
        read = next((step for step in steps if step is not None), None)
        if read is None:
            continue
        for operand in operands:
            literals = operand.elts if isinstance(operand, ast.Tuple | ast.List) else [operand]
            found.update(
                (read or None, literal.value)
                for literal in literals
                if isinstance(literal, ast.Constant) and isinstance(literal.value, str)
            )
    return frozenset(found)


def _step_read(node: ast.expr) -> str | None:
    """Return the step whose outcome the node reads, "" for the last one, None for none."""
    if isinstance(node, ast.Name):
        return "" if node.id == "outcome" else None
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return node.value.id if node.attr == "outcome" and node.value.id != "data" else None
    return None


def _condition_check(node: ast.expr) -> None:
    """Refuse whatever is not a condition."""
    if isinstance(node, ast.BoolOp):
        for value in node.values:
            _condition_check(value)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        _condition_check(node.operand)
    elif isinstance(node, ast.Compare):
        if len(node.ops) != 1:
            raise ExpressionError("chained comparison")
        member = isinstance(node.ops[0], ast.In | ast.NotIn)
        if isinstance(node.ops[0], ast.Is | ast.IsNot):
            raise ExpressionError("comparison by `is`")
        _operand_check(node.left)
        _list_check(node.comparators[0]) if member else _operand_check(node.comparators[0])
    else:
        _operand_check(node)


def _operand_check(node: ast.expr) -> None:
    if isinstance(node, ast.Constant):
        if node.value is not None and not isinstance(node.value, str | bool | int | float):
            raise ExpressionError(f"literal of kind {type(node.value).__name__}")
        return
    if isinstance(node, ast.Name) and node.id == "outcome":
        return
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        if node.attr.startswith("_") or node.value.id.startswith("_"):
            raise ExpressionError("a name that begins with an underscore")
        if node.value.id == "data" or node.attr == "outcome":
            return
    raise ExpressionError(f"`{ast.unparse(node)[:60]}` is not allowed here")


def _list_check(node: ast.expr) -> None:
    if not isinstance(node, ast.Tuple | ast.List):
        raise ExpressionError("`in` needs a list of literals")
    for element in node.elts:
        if not isinstance(element, ast.Constant):
            raise ExpressionError("`in` needs a list of literals")
        _operand_check(element)


def _value(node: ast.expr, facts: Facts) -> Any:  # noqa: PLR0911 - one return per kind of part
    match node:
        case ast.BoolOp(op=ast.And(), values=values):
            return all(_value(value, facts) for value in values)
        case ast.BoolOp(values=values):
            return any(_value(value, facts) for value in values)
        case ast.UnaryOp(operand=operand):
            return not _value(operand, facts)
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return _compare(_value(left, facts), op, _value(right, facts))
        case ast.Constant(value=value):
            return value
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            return [_value(element, facts) for element in elements]
        case ast.Name():
            return facts.outcome
        case ast.Attribute(value=ast.Name(id="data"), attr=key):
            return facts.data.get(key)
        case ast.Attribute(value=ast.Name(id=step)):
            return facts.outcomes.get(step)
    raise ExpressionError("not a condition")  # pragma: no cover - expression_parse refused it


def _compare(left: Any, op: ast.cmpop, right: Any) -> bool:
    match op:
        case ast.Eq():
            return bool(left == right)
        case ast.NotEq():
            return bool(left != right)
        case ast.In():
            return left in right
        case ast.NotIn():
            return left not in right
    try:
        return bool(_ORDER[type(op)](left, right))
    except TypeError:
        return False
