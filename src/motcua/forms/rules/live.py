"""Conditions as data for the page's script, which shows and hides at once what the server would."""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping
from typing import Any

from motcua.forms.rules.expressions import Scope, expression_parse, expression_value

_SIGNS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.In: "in",
    ast.NotIn: "not in",
}


def live_condition(text: str, scope: Scope, names: Mapping[str, str]) -> str:
    """Return a condition as JSON, empty when only the server can tell.

    `names` gives the control's path for each name that stands on the page; other names are
    replaced by their answers.
    """
    found = _node(expression_parse(text), scope, names)
    return "" if found is None else json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def _node(  # noqa: PLR0911 - one return per part
    node: ast.expr, scope: Scope, names: Mapping[str, str]
) -> list[Any] | None:
    match node:
        case ast.BoolOp(op=op, values=values):
            inside = [_node(value, scope, names) for value in values]
            word = "and" if isinstance(op, ast.And) else "or"
            return None if None in inside else [word, *inside]
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            inner = _node(operand, scope, names)
            return None if inner is None else ["not", inner]
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _SIGNS:
            first, second = _node(left, scope, names), _node(right, scope, names)
            return None if first is None or second is None else [_SIGNS[type(op)], first, second]
        case ast.Constant(value=value):
            return ["is", value]
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            return ["is", [one.value for one in elements if isinstance(one, ast.Constant)]]
        case ast.Name(id=name):
            return _name(name, "", node, scope, names)
        case ast.Attribute(value=ast.Name(id=name), attr=part):
            return _name(name, part, node, scope, names)
    return None


def _name(
    name: str, part: str, node: ast.expr, scope: Scope, names: Mapping[str, str]
) -> list[Any] | None:
    if name in names:
        return ["get", f"{names[name]}.{part}" if part else names[name]]
    value = expression_value(ast.unparse(node), scope)
    return ["is", value] if value is None or isinstance(value, str | bool | int | list) else None
