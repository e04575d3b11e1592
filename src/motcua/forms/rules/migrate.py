"""Answers given under an older version of a form, carried over to a newer one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from motcua.forms.rules.check import value_fits
from motcua.forms.rules.parts import children_of, leaves
from motcua.forms.rules.prefill import value_at
from motcua.forms.rules.settle import settle
from motcua.forms.rules.wording import value_text
from motcua.forms.types import Answers, Change, FormView, Kind, Question


def answers_carried(
    old: FormView, new: FormView, answers: Mapping[str, Any], today: date
) -> tuple[Answers, tuple[Change, ...]]:
    """Return the answers that the new form still asks for, and what was lost or is new.

    Nothing is invented: each answer kept stands under the same key, unchanged; only values that
    the new form computes are its own.
    """
    before = settle(old, answers, today)
    kept: Answers = {}
    for question in new.questions:
        value = _fitting(question, before.answers.get(question.key))
        if value not in (None, [], {}):
            kept[question.key] = value
    after = settle(new, kept, today)
    changes = []
    for path, question, value in leaves(old.questions, before.answers):
        if value is not None and not question.compute and value_at(after.answers, path) is None:
            code = "unfit" if path in after.visible else "dropped"
            words = value_text(question, value)
            changes.append(Change(path, code, question.label.text, words))
    known = {question.key for question in old.questions}
    changes += [
        Change(question.key, "new", question.label.text)
        for question in new.questions
        if question.key in after.visible and question.key not in known and not question.compute
    ]
    return after.answers, tuple(changes)


def _fitting(question: Question, value: Any) -> Any:
    """Return the part of an answer that the question takes."""
    if value is None or question.compute:
        return None
    if question.kind is Kind.GROUP:
        rows = value if isinstance(value, list) else []
        return [_inside(question, row) for row in rows if isinstance(row, Mapping)]
    if question.kind is Kind.PERSON:
        return _inside(question, value) if isinstance(value, Mapping) else None
    return value if value_fits(question, value) else None


def _inside(question: Question, value: Mapping[str, Any]) -> Answers:
    fitting = {one.key: _fitting(one, value.get(one.key)) for one in children_of(question)}
    return {key: found for key, found in fitting.items() if found is not None}
