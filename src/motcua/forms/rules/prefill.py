"""Answers that a source already knows; nothing typed is ever written over."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from motcua.forms.rules.check import value_fits
from motcua.forms.rules.parts import children_of
from motcua.forms.rules.settle import settle
from motcua.forms.types import Answers, FormView, Kind, Mark, Question, Source


def answers_filled(
    form: FormView, answers: Mapping[str, Any], sources: Iterable[Source], today: date
) -> tuple[Answers, tuple[Mark, ...]]:
    """Return answers with what sources know added where nothing is yet, and a mark for each.

    A value that the question would refuse is left out: a wrong source must not block a person.
    """
    known = {source.key: source for source in sources}
    found: Answers = copy.deepcopy(dict(answers))
    marks: list[Mark] = []
    for question in form.questions:
        name, _dot, part = question.prefill.partition(".")
        source = known.get(name)
        if source is None or question.compute:
            continue
        if question.kind is Kind.PERSON:
            _person(question, source, found, marks)
        elif question.kind is not Kind.GROUP and question.key not in found:
            value = source.data.get(part or question.key)
            if _given(value) and value_fits(question, value):
                found[question.key] = value
                marks.append(Mark(question.key, source.key, source.label, value))
    settled = settle(form, found, today)
    kept = tuple(mark for mark in marks if value_at(settled.answers, mark.path) == mark.value)
    return settled.answers, kept


def _person(question: Question, source: Source, found: Answers, marks: list[Mark]) -> None:
    person = found.get(question.key)
    person = dict(person) if isinstance(person, Mapping) else {}
    for one in children_of(question):
        value = source.data.get(one.key)
        if one.key in person or not _given(value) or not value_fits(one, value):
            continue
        person[one.key] = value
        marks.append(Mark(f"{question.key}.{one.key}", source.key, source.label, value))
    if person:
        found[question.key] = person


def _given(value: Any) -> bool:
    return value not in (None, "", [], {})


def value_at(answers: Any, path: str) -> Any:
    """Return the answer at a path, or None."""
    for part in path.split("."):
        if isinstance(answers, list) and part.isdigit():
            answers = answers[int(part)] if int(part) < len(answers) else None
        else:
            answers = answers.get(part) if isinstance(answers, Mapping) else None
    return answers
