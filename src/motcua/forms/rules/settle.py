"""What holds of answers: which questions are asked, what is computed, what is not kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from motcua.forms.rules.expressions import Scope, expression_holds, expression_value, number
from motcua.forms.rules.parts import ADDRESS_KEYS, children_of, ordered
from motcua.forms.types import Answers, FormView, Kind, Question


@dataclass(frozen=True)
class Settled:
    """Answers with computed values and without hidden ones; the paths that are asked."""

    answers: Answers
    visible: frozenset[str]


def settle(form: FormView, answers: Mapping[str, Any], today: date) -> Settled:
    """Return what stays of answers: visible questions only, computed values reckoned anew.

    Unknown keys and answers to hidden questions are left out; nothing is added but computed
    values. Settling twice changes nothing.
    """
    visible: set[str] = set()
    found: Answers = {}
    by_key = {
        question.key: (page.show, question) for page in form.pages for question in page.questions
    }
    for key in form.order:
        show, question = by_key[key]
        scope = Scope(found, {}, frozenset(), today)
        if show and not expression_holds(show, scope):
            continue
        _settle_one(question, answers, scope, found, visible, "")
    kept = {key: found[key] for key in by_key if key in found}  # in the form's own order
    return Settled(kept, frozenset(visible))


def _settle_one(
    question: Question,
    given: Mapping[str, Any],
    scope: Scope,
    found: Answers,
    visible: set[str],
    prefix: str,
) -> None:
    if question.show and not expression_holds(question.show, scope):
        return
    path = f"{prefix}{question.key}"
    visible.add(path)
    if question.compute:
        value = computed(question, expression_value(question.compute, scope))
    elif question.kind is Kind.PERSON:
        value = _inside(question, given.get(question.key), scope, visible, path)
    elif question.kind is Kind.GROUP:
        rows = given.get(question.key)
        value = [
            _inside(question, row, scope, visible, f"{path}.{index}") or {}
            for index, row in enumerate(rows if isinstance(rows, list) else [])
        ]
    elif question.kind is Kind.ADDRESS:
        parts = given.get(question.key)
        parts = parts if isinstance(parts, Mapping) else {}
        value = {key: parts[key] for key in ADDRESS_KEYS if parts.get(key)}
    else:
        value = given.get(question.key)
    if value not in (None, "", [], {}):
        found[question.key] = value


def _inside(
    question: Question, given: Any, scope: Scope, visible: set[str], path: str
) -> Answers | None:
    row: Answers = {}
    inside = children_of(question)
    inner = Scope(scope.answers, row, frozenset(one.key for one in inside), scope.today)
    values = given if isinstance(given, Mapping) else {}
    for one in ordered(inside) or ():
        _settle_one(one, values, inner, row, visible, f"{path}.")
    return {one.key: row[one.key] for one in inside if one.key in row}


def computed(question: Question, value: Any) -> Any:
    """Return a computed value as an answer of the question's kind, or None."""
    if question.kind is Kind.YES_NO:
        return bool(value)
    if value is None or isinstance(value, bool | list | Mapping):
        return None
    if question.kind is Kind.TEXT:
        return decimal_text(value) if isinstance(value, Decimal) else str(value)
    found = number(value)
    if found is None:
        return None
    if question.kind is Kind.DECIMAL:
        return decimal_text(found)
    return int(found.quantize(Decimal(1), ROUND_HALF_UP))


def decimal_text(value: Decimal) -> str:
    """Return a number in the one way it is written: no exponent, no zeros that say nothing."""
    text = f"{value.quantize(Decimal('0.000001')).normalize():f}"
    return "0" if text in {"-0", ""} else text
