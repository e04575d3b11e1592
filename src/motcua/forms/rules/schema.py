"""The JSON Schema 2020-12 of a form's answers, made from its questions."""

from __future__ import annotations

import ast
from typing import Any

from motcua.forms.rules.expressions import expression_parse
from motcua.forms.rules.parts import ADDRESS_KEYS, children_of, length_of
from motcua.forms.rules.texts import pattern_of
from motcua.forms.types import FormView, Kind, Question

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
MOST_FILES = 20


def schema_of(form: FormView) -> Schema:
    """Return the schema of complete answers.

    What is asked always is required; what is asked under a condition that a schema can say is
    required or forbidden by `if`; other conditions are kept by `rules.check`.
    """
    properties: Schema = {}
    required: list[str] = []
    rules: list[Schema] = []
    for page in form.pages:
        for question in page.questions:
            properties[question.key] = question_schema(question)
            shows = [text for text in (page.show, question.show) if text]
            if not shows and needed(question):
                required.append(question.key)
            elif shows and (rule := _conditional(shows, question)):
                rules.append(rule)
    found: Schema = {
        "$schema": DIALECT,
        "title": form.title.en or form.title.vi,
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }
    return found | ({"allOf": rules} if rules else {})


def needed(question: Question) -> bool:
    """Whether an answer must be there when the question is asked."""
    if question.compute:
        return False
    if question.kind is Kind.GROUP:
        return isinstance(question.least, int) and question.least > 0
    return question.required


def address_needs(question: Question) -> tuple[str, ...]:
    """Return what an address must have; its `detail` unless the form says otherwise."""
    return ("province", "commune") if question.parts else ("province", "commune", "detail")


def question_schema(question: Question) -> Schema:
    """Return the schema of one answer."""
    maker = _MAKERS.get(question.kind, _text)
    return {"title": question.label.en or question.label.vi, **maker(question)}


def _text(question: Question) -> Schema:
    found: Schema = {"type": "string", "minLength": 1, "maxLength": length_of(question)}
    pattern = pattern_of(question.format)
    if pattern:
        found["pattern"] = pattern
    return found


def _integer(question: Question) -> Schema:
    found: Schema = {"type": "integer"}
    least = 0 if question.kind is Kind.MONEY and question.least is None else question.least
    if isinstance(least, int):
        found["minimum"] = least
    found["maximum"] = question.most if isinstance(question.most, int) else 10**15
    return found


def _decimal(question: Question) -> Schema:
    del question
    return {"type": "string", "pattern": r"^-?(0|[1-9][0-9]{0,14})(\.[0-9]{0,5}[1-9])?$"}


def _choices(question: Question) -> Schema:
    values = [option.value for option in question.options]
    found: Schema = {
        "type": "array",
        "items": {"enum": values},
        "uniqueItems": True,
        "minItems": question.least if isinstance(question.least, int) else 1,
    }
    return found | ({"maxItems": question.most} if isinstance(question.most, int) else {})


def _person(question: Question) -> Schema:
    inside = children_of(question)
    return {
        "type": "object",
        "properties": {one.key: question_schema(one) for one in inside},
        "required": [one.key for one in inside if one.required],
        "additionalProperties": False,
    }


def _group(question: Question) -> Schema:
    always = [one for one in question.questions if not one.show and needed(one)]
    return {
        "type": "array",
        "minItems": question.least if isinstance(question.least, int) else 0,
        "maxItems": question.most if isinstance(question.most, int) else 20,
        "items": {
            "type": "object",
            "properties": {one.key: question_schema(one) for one in question.questions},
            "required": [one.key for one in always],
            "additionalProperties": False,
        },
    }


def _address(question: Question) -> Schema:
    needs = list(address_needs(question))
    code = {"type": "string", "pattern": "^[0-9]{2,5}$"}
    words = {"type": "string", "minLength": 1, "maxLength": 250}
    return {
        "type": "object",
        "properties": {
            key: code if key in {"province", "commune"} else words for key in ADDRESS_KEYS
        },
        "required": needs,
        "additionalProperties": False,
    }


def _attachment(question: Question) -> Schema:
    return {
        "type": "array",
        "items": {"type": "string", "minLength": 1, "maxLength": 100},
        "uniqueItems": True,
        "minItems": question.least if isinstance(question.least, int) else 1,
        "maxItems": question.most if isinstance(question.most, int) else MOST_FILES,
    }


_MAKERS = {
    Kind.INTEGER: _integer,
    Kind.MONEY: _integer,
    Kind.DECIMAL: _decimal,
    Kind.DATE: lambda _question: {"type": "string", "format": "date"},
    Kind.PARTIAL_DATE: lambda _question: {"type": "string", "format": "partial-date"},
    Kind.CHOICE: lambda question: {"enum": [option.value for option in question.options]},
    Kind.CHOICES: _choices,
    Kind.YES_NO: lambda _question: {"type": "boolean"},
    Kind.DECLARATION: lambda _question: {"const": True},
    Kind.PERSON: _person,
    Kind.GROUP: _group,
    Kind.ADDRESS: _address,
    Kind.ATTACHMENT: _attachment,
}


# --- conditions as schemas ----------------------------------------------------------------------


def _conditional(shows: list[str], question: Question) -> Schema | None:
    conditions = [condition_schema(expression_parse(text)) for text in shows]
    if any(condition is None for condition in conditions):
        return None
    return {
        "if": {"allOf": conditions},
        "then": {"required": [question.key]} if needed(question) else {},
        "else": {"properties": {question.key: False}},
    }


def condition_schema(node: ast.expr) -> Schema | None:  # noqa: PLR0911 - one return per part
    """Return a condition as a schema, or None when a schema cannot say it."""
    match node:
        case ast.BoolOp(op=op, values=values):
            inside = [condition_schema(value) for value in values]
            if any(one is None for one in inside):
                return None
            return {"allOf" if isinstance(op, ast.And) else "anyOf": inside}
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            inner = condition_schema(operand)
            return None if inner is None else {"not": inner}
        case ast.Name(id=name) if name != "today":
            return _at((name,), {"not": {"enum": [False, "", 0]}})
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            path, wanted = _path(left), _literals(right)
            if path is None or wanted is None:
                return None
            match op:
                case ast.Eq() | ast.In():
                    return _at(path, {"enum": wanted})
                case ast.NotEq():
                    return {"not": _at(path, {"enum": wanted})}
    return None


def _path(node: ast.expr) -> tuple[str, ...] | None:
    if isinstance(node, ast.Name) and node.id != "today":
        return (node.id,)
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return (node.value.id, node.attr)
    return None


def _literals(node: ast.expr) -> list[Any] | None:
    """Return fixed texts and truths; numbers are kept in more than one way, so not those."""
    nodes = node.elts if isinstance(node, ast.Tuple | ast.List) else [node]
    values = [one.value for one in nodes if isinstance(one, ast.Constant)]
    fit = len(values) == len(nodes) and all(isinstance(value, str | bool) for value in values)
    return values if fit else None


def _at(path: tuple[str, ...], rule: Schema) -> Schema:
    key, *rest = path
    inner = _at(tuple(rest), rule) if rest else rule
    return {"type": "object", "properties": {key: inner}, "required": [key]}
