"""Conditions and computed values: a tiny language that cannot run code.

    relation == "other" and not living        answers by key; False and None do not hold
    father.ethnicity != mother.ethnicity      parts of a person or address
    sum(heirs.share) * 2, count(heirs)        over the rows of a group
    age(child.birth_date) < 6                 whole years on the day of asking
    join(" ", owner.name, "-", today)         texts; empty parts are left out
    first(other.name, applicant.name)         the first that is answered

The text is parsed as a Python expression, every part that is not listed here is refused, and what
is left is walked; nothing is compiled or executed. An answer that is not there is None, and
whatever is reckoned with None is None. Inside a row its own keys come before those of the form.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

MAX_LENGTH = 400
_LIMIT = Decimal(10) ** 18
_ORDER: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_SUMS: dict[type[ast.operator], Callable[[Decimal, Decimal], Decimal]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
FUNCTIONS = frozenset({"sum", "count", "age", "join", "first", "min", "max"})


class ExpressionError(ValueError):
    """The text is not an expression of this language; the message says which part is not."""


@dataclass(frozen=True)
class Scope:
    """What an expression reads: the row it stands in, the whole form, and the day of asking."""

    answers: Mapping[str, Any]
    row: Mapping[str, Any]
    row_keys: frozenset[str]
    today: date

    def get(self, name: str) -> Any:
        """Return an answer, or None."""
        if name == "today":
            return self.today.isoformat()
        return self.row.get(name) if name in self.row_keys else self.answers.get(name)


@lru_cache(maxsize=4096)
def expression_parse(text: str) -> ast.expr:
    """Return the checked tree of an expression. Raises ExpressionError."""
    if len(text) > MAX_LENGTH:
        raise ExpressionError(f"longer than {MAX_LENGTH} characters")
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ExpressionError("not an expression") from error
    for _ in _walk(tree):
        pass
    return tree


@lru_cache(maxsize=4096)
def expression_names(text: str) -> frozenset[tuple[str, ...]]:
    """Return the paths of answers that an expression reads, such as ("father", "name")."""
    found: set[tuple[str, ...]] = set()
    for node in _walk(expression_parse(text)):
        if isinstance(node, ast.Name) and node.id != "today":
            found.add((node.id,))
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            found.add((node.value.id, node.attr))
    return frozenset(found)


def expression_value(text: str, scope: Scope) -> Any:
    """Return what an expression yields; None when something that it needs is not answered."""
    return _value(expression_parse(text), scope)


def expression_holds(text: str, scope: Scope) -> bool:
    """Return whether a condition holds."""
    return bool(expression_value(text, scope))


def number(value: Any) -> Decimal | None:
    """Return an answer as a number, or None; decimals are kept as text."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, Decimal):
        return value
    try:
        found = Decimal(str(value)) if isinstance(value, int | float | str) else None
    except InvalidOperation:
        return None
    return found if found is not None and found.is_finite() and abs(found) < _LIMIT else None


# --- reading ------------------------------------------------------------------------------------


def _walk(node: ast.expr) -> Iterator[ast.expr]:  # noqa: C901, PLR0912 - one branch per part
    """Yield the parts of an expression, refusing what the language has not."""
    yield node
    match node:
        case ast.BoolOp(values=values):
            parts = values
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            parts = [operand]
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _SUMS:
            parts = [left, right]
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            if isinstance(op, ast.Is | ast.IsNot):
                raise ExpressionError("comparison by `is`")
            parts = [left, right]
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            if not all(isinstance(one, ast.Constant) for one in elements):
                raise ExpressionError("a list holds only fixed values")
            parts = elements
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]):
            if name not in FUNCTIONS:
                raise ExpressionError(f"there is no function `{name[:40]}`")
            parts = args
        case ast.Constant(value=value):
            if value is not None and not isinstance(value, str | bool | int | float):
                raise ExpressionError(f"literal of kind {type(value).__name__}")
            parts = []
        case ast.Name(id=name) | ast.Attribute(value=ast.Name(id=name)):
            attribute = node.attr if isinstance(node, ast.Attribute) else ""
            if name.startswith("_") or attribute.startswith("_"):
                raise ExpressionError("a name that begins with an underscore")
            parts = []
        case _:
            raise ExpressionError(f"`{ast.unparse(node)[:60]}` is not allowed here")
    for part in parts:
        yield from _walk(part)


# --- reckoning ----------------------------------------------------------------------------------


def _value(node: ast.expr, scope: Scope) -> Any:  # noqa: PLR0911 - one per part
    match node:
        case ast.BoolOp(op=ast.And(), values=values):
            return all(_value(value, scope) for value in values)
        case ast.BoolOp(values=values):
            return any(_value(value, scope) for value in values)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return not _value(operand, scope)
        case ast.UnaryOp(operand=operand):
            found = number(_value(operand, scope))
            return None if found is None else -found
        case ast.BinOp(left=left, op=op, right=right):
            return _reckon(_value(left, scope), op, _value(right, scope))
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return _compare(_value(left, scope), op, _value(right, scope))
        case ast.Constant(value=value):
            return value
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            return [_value(element, scope) for element in elements]
        case ast.Name(id=name):
            return scope.get(name)
        case ast.Attribute(value=ast.Name(id=name), attr=key):
            return _part(scope.get(name), key)
        case ast.Call(func=ast.Name(id=name), args=args):
            return _call(name, [_value(one, scope) for one in args], scope)
    raise ExpressionError("not an expression")  # pragma: no cover - expression_parse refused it


def _part(value: Any, key: str) -> Any:
    if isinstance(value, Mapping):
        return value.get(key)
    if isinstance(value, list):
        return [one.get(key) for one in value if isinstance(one, Mapping)]
    return None


def _reckon(left: Any, op: ast.operator, right: Any) -> Decimal | None:
    first, second = number(left), number(right)
    if first is None or second is None or (isinstance(op, ast.Div) and not second):
        return None
    return number(_SUMS[type(op)](first, second))


def _compare(left: Any, op: ast.cmpop, right: Any) -> bool:
    match op:
        case ast.In():
            return isinstance(right, list | str) and left is not None and left in right
        case ast.NotIn():
            return isinstance(right, list | str) and left is not None and left not in right
    if isinstance(left, int | Decimal) or isinstance(right, int | Decimal):
        first, second = number(left), number(right)
        if first is not None and second is not None:
            left, right = first, second
    if isinstance(op, ast.Eq):
        return bool(left == right)
    if isinstance(op, ast.NotEq):
        return bool(left != right)
    try:
        return left is not None and right is not None and bool(_ORDER[type(op)](left, right))
    except TypeError:
        return False


def _call(name: str, args: list[Any], scope: Scope) -> Any:
    flat = [one for arg in args for one in (arg if isinstance(arg, list) else [arg])]
    if name == "count":
        return len([one for one in flat if one not in (None, "")])
    if name == "join":
        between, *parts = flat or [""]
        return str(between).join(str(part) for part in parts if part not in (None, "")) or None
    if name == "first":
        return next((one for one in flat if one not in (None, "")), None)
    if name == "age":
        return _age(flat[0] if flat else None, scope.today)
    numbers = [found for found in map(number, flat) if found is not None]
    if name == "sum":
        return sum(numbers, Decimal())
    return {"min": min, "max": max}[name](numbers) if numbers else None


def _age(value: Any, today: date) -> int | None:
    """Return whole years since a date; of part of one, as if it were the last day of the part."""
    if not isinstance(value, str):
        return None
    parts = [int(part) for part in value.split("-") if part.isdigit()]
    if not parts:
        return None
    year, month, day = (*parts, 12, 31)[:3] if len(parts) == 1 else (*parts, 31)[:3]
    return today.year - year - ((today.month, today.day) < (month, day))
