"""A page to draw: controls with what stands in them, what is wrong, and where it came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from motcua.forms.drawing import Control, PageDrawing, Places, Row
from motcua.forms.rules.address import address_control
from motcua.forms.rules.expressions import Scope, expression_names
from motcua.forms.rules.live import live_condition
from motcua.forms.rules.parts import children_of, length_of
from motcua.forms.rules.prefill import value_at
from motcua.forms.rules.reading import NO, YES, page_read, rows_count, values_raw
from motcua.forms.rules.rows import FILES
from motcua.forms.rules.schema import address_needs
from motcua.forms.rules.screens import answers_put
from motcua.forms.rules.settle import Settled, settle
from motcua.forms.rules.wording import value_text
from motcua.forms.types import (
    Answers,
    Format,
    FormView,
    Kind,
    Mark,
    Page,
    Problem,
    Question,
    Raw,
    Widget,
    Words,
)

MORE = "more"  # the code of a question that waits for another and appeared only now
_FEW = 7  # up to so many choices stand as radio buttons
_YES_NO = ((YES, Words("Có", "Yes", "Ya")), (NO, Words("Không", "No", "Tidak")))
_MODES = {Kind.INTEGER: "numeric", Kind.MONEY: "numeric", Kind.DECIMAL: "decimal"}
_FORMAT_MODES = {Format.ID_NUMBER: "numeric", Format.PHONE: "tel", Format.EMAIL: "email"}
_UNITS = {Kind.MONEY: "₫"}


@dataclass(frozen=True)
class _Paper:
    """What all controls of a page are drawn from."""

    raw: Raw
    settled: Settled
    problems: Mapping[str, tuple[Problem, ...]]
    marks: Mapping[str, Mark]
    places: Places
    today: date
    names: Mapping[str, str]
    files: Mapping[str, str]
    everything: bool = False


def page_drawing(
    form: FormView,
    page: Page,
    answers: Mapping[str, Any],
    today: date,
    *,
    raw: Raw | None = None,
    problems: tuple[Problem, ...] = (),
    marks: tuple[Mark, ...] = (),
    places: Places | None = None,
    files: Mapping[str, str] | None = None,
    everything: bool = False,
) -> PageDrawing:
    """Return a page with what was answered, or with what was sent (`raw`) and is wrong with it.

    `everything` draws also what answers of other pages would hide (for a preview).
    """
    sent = values_raw(page.questions, answers) if raw is None else raw
    here, _unread = page_read(form, page, sent)
    paper = _Paper(
        raw=sent,
        settled=settle(form, _rowed(page, answers_put(answers, page, here)), today),
        problems=_by_path(problems),
        marks={mark.path: mark for mark in marks},
        places=places or Places(),
        today=today,
        names={question.key: question.key for question in page.questions},
        files=files or {},
        everything=everything,
    )
    controls = tuple(
        control
        for question in page.questions
        if (control := _drawn(paper, question, question.key, paper.names, {})) is not None
    )
    heading = page.one and len(controls) == 1 and controls[0].look != "check"
    if heading:
        controls = (replace(controls[0], label=page.title.text, heading=True),)
    return PageDrawing(
        key=page.key,
        title=page.title.text,
        hint=page.hint.text,
        controls=controls,
        problems=_lines([one for one in problems if one.code != MORE], controls),
        fresh=_fresh([one for one in problems if one.code == MORE], controls),
        intro=form.intro.text if page is form.screens[0] else "",
        section=page.section.text,
        heading=heading,
    )


def _rowed(page: Page, answers: Answers) -> Answers:
    """Return answers with the rows that must be there: they stand there from the start."""
    for question in page.questions:
        if question.kind is Kind.GROUP:
            rows = list(answers.get(question.key) or [])
            least = question.least if isinstance(question.least, int) else 0
            answers[question.key] = rows + [{}] * (least - len(rows))
    return answers


def _by_path(problems: Sequence[Problem]) -> dict[str, tuple[Problem, ...]]:
    found: dict[str, tuple[Problem, ...]] = {}
    for problem in problems:
        path = problem.path.split(":")[0]
        found[path] = (*found.get(path, ()), problem)
    return found


def _drawn(
    paper: _Paper, question: Question, path: str, names: Mapping[str, str], row: Mapping[str, Any]
) -> Control | None:
    """Return the control of a question; None when what hides it lies on another page."""
    # What stands inside a person or a row and waits for nothing shares the lot of the whole.
    visible = path in paper.settled.visible or ("." in path and not question.show)
    waits = question.show and any(name[0] in names for name in expression_names(question.show))
    if not visible and not waits and not paper.everything:
        return None
    control = _control(paper, question, path, row)
    if question.compute and not _reckoned(question, {**paper.settled.answers, **row}):
        return None  # nothing to reckon with yet
    if not waits:
        return control
    scope = Scope(paper.settled.answers, row, frozenset(names), paper.today)
    live = live_condition(question.show, scope, names)
    return replace(control, conditional=True, visible=visible, live=live)


def _reckoned(question: Question, answers: Mapping[str, Any]) -> bool:
    """Whether anything that a formula reads has an answer."""
    return any(_filled(answers.get(name[0])) for name in expression_names(question.compute))


def _filled(value: Any) -> bool:
    if isinstance(value, Mapping | list):
        return any(map(_filled, value.values() if isinstance(value, Mapping) else value))
    return value not in (None, "")


def _control(paper: _Paper, question: Question, path: str, row: Mapping[str, Any]) -> Control:
    control = Control(
        path=path,
        look="text",
        label=question.label.text,
        hint=question.hint.text,
        help=question.help.text,
        required=question.required,
        width=question.width,
        errors=tuple(one.message for one in paper.problems.get(path, ()) if one.code != MORE),
        fresh=any(one.code == MORE for one in paper.problems.get(path, ())),
        first=f"q-{path}",
        unit=_UNITS.get(question.kind, ""),
    )
    if question.compute:
        value = row.get(question.key) if row else value_at(paper.settled.answers, path)
        return replace(control, look="computed", value=value_text(question, value), required=True)
    match question.kind:
        case Kind.PERSON:
            inside = children_of(question)
            parts = [_drawn(paper, one, f"{path}.{one.key}", {}, {}) for one in inside]
            return replace(control, look="person", parts=tuple(filter(None, parts)))
        case Kind.GROUP:
            return _group(paper, question, path, control)
        case Kind.ADDRESS:
            control = address_control(control, paper.raw, paper.places, address_needs(question))
        case _:
            control = _simple(paper, question, path, control)
    return _marked(paper, question, path, control)


def _simple(  # noqa: PLR0911 - one return per kind
    paper: _Paper, question: Question, path: str, control: Control
) -> Control:
    values = tuple(paper.raw.get(path, []))
    control = replace(control, value=values[0] if values else "", values=values)
    match question.kind:
        case Kind.YES_NO:
            options: tuple[tuple[str, str], ...] = tuple(
                (value, label.text) for value, label in _YES_NO
            )
            return replace(control, look="radio", options=options, first=f"q-{path}-0")
        case Kind.DECLARATION:
            return replace(control, look="check")
        case Kind.DATE | Kind.PARTIAL_DATE:
            parts = tuple(
                (paper.raw.get(f"{path}:{n}") or [""])[0] for n in ("day", "month", "year")
            )
            return replace(control, look="date", values=parts, first=f"q-{path}:day")
        case Kind.ATTACHMENT:
            return replace(
                control,
                look="attachment",
                options=tuple((one, paper.files[one]) for one in values if one in paper.files),
                more=f"{FILES}:{path}",
                first=f"q-{path}-0",
            )
        case Kind.CHOICE | Kind.CHOICES:
            return _choice(question, path, control)
        case Kind.LONG_TEXT:
            return replace(control, look="lines", attributes=_attributes(question))
    return replace(control, attributes=_attributes(question))


def _choice(question: Question, path: str, control: Control) -> Control:
    options = tuple((one.value, one.label.text) for one in question.options)
    if question.kind is Kind.CHOICES:
        return replace(control, look="checks", options=options, first=f"q-{path}-0")
    look = question.widget.value or ("radio" if len(options) <= _FEW else "select")
    if look == Widget.SEARCH:
        by_value = dict(options)
        return replace(
            control, look=look, options=options, value=by_value.get(control.value, control.value)
        )
    first = f"q-{path}-0" if look == Widget.RADIO else control.first
    return replace(control, look=look, options=options, first=first)


def _attributes(question: Question) -> dict[str, str]:
    mode = _MODES.get(question.kind) or _FORMAT_MODES.get(question.format, "")
    found = {"inputmode": mode, "autocomplete": question.autocomplete}
    if question.kind in {Kind.TEXT, Kind.LONG_TEXT} and not question.format:
        found["maxlength"] = str(length_of(question))
    return {key: value for key, value in found.items() if value}


def _group(paper: _Paper, question: Question, path: str, control: Control) -> Control:
    least = question.least if isinstance(question.least, int) else 0
    most = question.most if isinstance(question.most, int) else 20
    count = max(rows_count(paper.raw, path, question), least)
    stored = paper.settled.answers.get(question.key)
    rows = []
    for number in range(count):
        prefix = f"{path}.{number}."
        row = stored[number] if isinstance(stored, list) and number < len(stored) else {}
        names = {one.key: f"{prefix}{one.key}" for one in question.questions}
        drawn = [_drawn(paper, one, names[one.key], names, row) for one in question.questions]
        rows.append(
            Row(
                title=f"{question.label.text} {number + 1}",
                parts=tuple(filter(None, drawn)),
                remove=f"remove:{path}:{number}" if count > least else "",
            )
        )
    more = f"add:{path}" if count < most else ""
    return replace(control, look="group", rows=tuple(rows), value=str(count), more=more)


def _marked(paper: _Paper, question: Question, path: str, control: Control) -> Control:
    """Say where a value came from, and whether the person has written another."""
    mark = paper.marks.get(path)
    if mark is None:
        return control
    differs = value_at(paper.settled.answers, path) != mark.value
    told = value_text(question, mark.value)
    return replace(control, source=mark.label, told=told, wrong=differs or bool(control.errors))


def _lines(
    problems: Sequence[Problem], controls: tuple[Control, ...]
) -> tuple[tuple[str, str], ...]:
    """Return (id of the control, words) of every problem."""
    firsts = dict(_firsts(controls))
    found = []
    for problem in problems:
        path, colon, _part = problem.path.partition(":")
        first = f"q-{problem.path}" if colon else firsts.get(path, f"q-{path}")
        found.append((first, f"{problem.label}: {problem.message}"))
    return tuple(found)


def _fresh(
    problems: Sequence[Problem], controls: tuple[Control, ...]
) -> tuple[tuple[str, str], ...]:
    """Return (id of the control, its label) of every question that appeared only now."""
    places = _lines(problems, controls)
    return tuple((place, one.label) for (place, _words), one in zip(places, problems, strict=True))


def _firsts(controls: tuple[Control, ...]) -> list[tuple[str, str]]:
    found = []
    for control in controls:
        found.append((control.path, control.first))
        found += _firsts(control.parts)
        for row in control.rows:
            found += _firsts(row.parts)
    return found
