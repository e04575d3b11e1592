"""Answers that a source already knows; nothing typed is ever written over."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from motcua.forms.rules.check import value_fits
from motcua.forms.rules.expressions import Scope, expression_holds
from motcua.forms.rules.parts import children_of
from motcua.forms.rules.settle import Settled, settle
from motcua.forms.types import Answers, FormView, Kind, Mark, Question, Source


def answers_filled(
    form: FormView, answers: Mapping[str, Any], sources: Iterable[Source], today: date
) -> tuple[Answers, tuple[Mark, ...]]:
    """Return answers with what sources know added where nothing is yet, and a mark for each.

    A value that the question would refuse is left out: a wrong source must not block a person.
    What waits for an answer (`Question.prefill_when`) is left to `answers_followed`.
    """
    found, marks = _filled(form.questions, answers, sources)
    settled = settle(form, found, today)
    due = _due(form, settled, today)
    kept = {key: value for key, value in settled.answers.items() if key in due or key in answers}
    marks = [
        one
        for one in marks
        if one.path.split(".")[0] in kept and value_at(kept, one.path) == one.value
    ]
    return kept, tuple(marks)


def answers_followed(
    form: FormView,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    marks: Iterable[Mark],
    sources: Iterable[Source],
    today: date,
) -> tuple[Answers, tuple[Mark, ...]]:
    """Return answers and marks with what changed answers mean for what sources fill in.

    What is asked only now, or whose `prefill_when` holds only now, is filled in where nothing is
    yet; what was filled in for a condition that no longer holds is taken out as long as nobody
    has changed it. What stays asked is left alone: an emptied field stays empty.
    """
    was = _due(form, settle(form, before, today), today)
    now = _due(form, settle(form, after, today), today)
    found, kept = copy.deepcopy(dict(after)), []
    ended = {one.key for one in form.questions if one.prefill_when and one.key in was - now}
    for mark in marks:
        if mark.path.split(".")[0] not in ended:
            kept.append(mark)
        elif value_at(found, mark.path) == mark.value:
            _take_out(found, mark.path)
    fresh = [one for one in form.questions if one.key in now - was]
    filled, added = _filled(fresh, found, sources)
    there = {one.path for one in kept}
    return filled, (*kept, *(one for one in added if one.path not in there))


def _due(form: FormView, settled: Settled, today: date) -> frozenset[str]:
    """Return the questions that a source may fill in, as the answers stand."""
    scope = Scope(settled.answers, {}, frozenset(), today)
    return frozenset(
        one.key
        for one in form.questions
        if one.key in settled.visible
        and (not one.prefill_when or expression_holds(one.prefill_when, scope))
    )


def _filled(
    questions: Iterable[Question], answers: Mapping[str, Any], sources: Iterable[Source]
) -> tuple[Answers, list[Mark]]:
    known = {source.key: source for source in sources}
    found: Answers = copy.deepcopy(dict(answers))
    marks: list[Mark] = []
    for question in questions:
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
    return found, marks


def _take_out(found: Answers, path: str) -> None:
    """Take an answer out; a person of whom nothing is left goes too."""
    key, _dot, part = path.partition(".")
    if not part:
        found.pop(key, None)
        return
    found[key] = {name: value for name, value in found[key].items() if name != part}
    if not found[key]:
        del found[key]


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
