"""All answers in words: for the person's last check, for paper, for the officer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from motcua.forms.rules.parts import children_of, label_of, question_at
from motcua.forms.rules.prefill import value_at
from motcua.forms.rules.screens import screen_of
from motcua.forms.rules.settle import settle
from motcua.forms.rules.wording import value_text
from motcua.forms.types import Flag, FormView, Kind, Line, Mark, Mode, Question, Section


def summary_sections(
    form: FormView,
    answers: Mapping[str, Any],
    today: date,
    marks: tuple[Mark, ...] = (),
    files: Mapping[str, str] | None = None,
) -> tuple[Section, ...]:
    """Return what is asked, page by page, with the answer in words (empty where there is none).

    `files` are names of files by their marks; without them files are counted.
    """
    settled = settle(form, answers, today)
    by_path = {mark.path: mark for mark in marks}
    sections = []
    for page in form.pages:
        lines: list[Line] = []
        for question in page.questions:
            if question.key in settled.visible:
                value = settled.answers.get(question.key)
                lines += _lines(question, question.key, value, settled.visible, by_path, 0)
        if files:
            lines = [_named(form, line, settled.answers, files) for line in lines]
        if lines:
            sections.append(Section(page.key, page.title.text, _changed_at(form, lines)))
    return tuple(sections)


def _named(
    form: FormView, line: Line, answers: Mapping[str, Any], files: Mapping[str, str]
) -> Line:
    """Name the files of an answer."""
    question = question_at(form, line.path)
    if question is None or question.kind is not Kind.ATTACHMENT:
        return line
    names = [files[one] for one in value_at(answers, line.path) or () if one in files]
    return replace(line, text="\n".join(names))


def _changed_at(form: FormView, lines: list[Line]) -> tuple[Line, ...]:
    """Say on the first line of every page that asks one question where it is changed."""
    if form.mode is not Mode.SINGLE:
        return tuple(lines)
    named: set[str] = set()
    found = []
    for line in lines:
        screen = screen_of(form, line.path)
        if screen is None or screen.key in named:
            found.append(line)
            continue
        named.add(screen.key)
        found.append(replace(line, screen=screen.key))
    return tuple(found)


def _lines(
    question: Question,
    path: str,
    value: Any,
    visible: frozenset[str],
    marks: Mapping[str, Mark],
    level: int,
) -> Iterator[Line]:
    label = question.label.text
    if question.kind is Kind.PERSON:
        yield Line(path, label, "", level, heading=True)
        for one in children_of(question):
            inside = (value or {}).get(one.key)
            yield from _lines(one, f"{path}.{one.key}", inside, visible, marks, level + 1)
    elif question.kind is Kind.GROUP:
        if not value:
            yield Line(path, label, "", level)
        for number, row in enumerate(value or []):
            yield Line(f"{path}.{number}", f"{label} {number + 1}", "", level, heading=True)
            for one in question.questions:
                at = f"{path}.{number}.{one.key}"
                if at in visible:
                    yield from _lines(one, at, row.get(one.key), visible, marks, level + 1)
    else:
        mark = marks.get(path)
        same = mark is not None and mark.value == value
        yield Line(
            path,
            label,
            value_text(question, value),
            level,
            source=mark.label if mark and same else "",
            flagged=mark is not None and not same,
        )


def marks_flags(
    form: FormView, answers: Mapping[str, Any], marks: tuple[Mark, ...], today: date
) -> tuple[Flag, ...]:
    """Return where somebody declared something else than a source says; for the officer."""
    settled = settle(form, answers, today)
    found = []
    for mark in marks:
        question, value = question_at(form, mark.path), value_at(settled.answers, mark.path)
        if question is None or mark.path not in settled.visible or value == mark.value:
            continue
        found.append(
            Flag(
                path=mark.path,
                label=label_of(form, mark.path),
                source=mark.label,
                told=value_text(question, mark.value),
                declared=value_text(question, value),
                key=mark.source,
            )
        )
    return tuple(found)
