"""Answers of a person on their way through a form.

A page is posted like this:

    raw = answers_act(form, "child", request.POST)      # a row more or less, a place looked up
    if raw is not None:
        drawing = page_draw(form, "child", draft_answers, raw=raw)
    else:
        answers, problems = answers_parse(form, "child", request.POST, draft_answers)
        # keep `answers` (they are what can be read); when there are problems draw again:
        drawing = page_draw(form, "child", answers, data=request.POST, problems=problems)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from motcua.forms import rules
from motcua.forms.drawing import PageDrawing
from motcua.forms.queries.places import address_complete, communes_meant, places_for
from motcua.forms.rules.check import place_in
from motcua.forms.rules.draw import page_drawing
from motcua.forms.rules.expressions import expression_names
from motcua.forms.rules.parts import label_of, leaves
from motcua.forms.rules.prefill import value_at
from motcua.forms.rules.reading import SHOWN, page_read, raw_of, values_raw
from motcua.forms.rules.rows import FIND, page_act
from motcua.forms.rules.screens import answers_put, covers, screen_of
from motcua.forms.types import (
    Answers,
    Change,
    Flag,
    FormView,
    Kind,
    Mark,
    Page,
    Problem,
    Question,
    Raw,
    Section,
    Source,
    SubmissionParts,
)
from motcua.kernel import clock
from motcua.kernel.errors import NotFound


def answers_parse(
    form: FormView, page: str, data: Any, before: Mapping[str, Any] | None = None
) -> tuple[Answers, list[Problem]]:
    """Return all answers after a page was sent, and what is wrong with those of that page.

    `data` is what the browser sent (a QueryDict, or lists of texts by name); only what the page
    asks is read from it. `before` are the answers so far. Hidden answers are not in the result.
    Raises NotFound for a page that the form does not have.
    """
    asked = _page(form, page)
    raw = raw_of(data)
    given, unread = page_read(form, asked, raw)
    unread += _places_complete(form, asked, given)
    answers = answers_put(before or {}, asked, given)
    settled = rules.settle(form, answers, clock.today())
    wrong = {problem.path.split(":")[0] for problem in unread}
    found = {problem.path: problem for problem in unread if _place(problem) in settled.visible}
    for problem in rules.answers_problems(form, settled.answers, clock.today()):
        if covers(asked, problem.path) and _place(problem) not in wrong:
            found.setdefault(problem.path, problem)
    for path in _unseen(asked, raw, settled):
        below = [one for one in found if one.startswith((f"{path}.", f"{path}:")) or one == path]
        if below or value_at(settled.answers, path) is None:
            for one in below:
                del found[one]
            found[path] = Problem(path, "more", label_of(form, path))
    return settled.answers, sorted(found.values(), key=lambda one: place_in(form, one.path))


def answers_act(form: FormView, page: str, data: Any) -> Raw | None:
    """Return what stands on a page after one of its own buttons; None when another was pressed.

    Give it to `page_draw` as `raw`; nothing is checked and nothing need be kept. Raises NotFound.
    """
    asked, sent = _page(form, page), raw_of(data)
    raw = page_act(asked, sent)
    if raw is None:
        return None
    word, _colon, path = sent["action"][-1].partition(":")
    said = (raw.get(f"{path}:said") or [""])[0]
    if word == FIND and said.strip():
        meant = communes_meant(said)
        if len(meant) == 1:
            place, _problem = address_complete({"said": said})
            raw |= {f"{path}:{key}": [place[key]] for key in ("province", "commune")}
    return raw


def answers_check(form: FormView, answers: Mapping[str, Any]) -> list[Problem]:
    """Return everything wrong with complete answers; empty when they may be sent."""
    return rules.answers_problems(form, answers, clock.today())


def answers_visible(form: FormView, answers: Mapping[str, Any]) -> frozenset[str]:
    """Return the paths of what is asked, given these answers ("heirs.0.name")."""
    return rules.settle(form, answers, clock.today()).visible


def answers_compute(form: FormView, answers: Mapping[str, Any]) -> Answers:
    """Return answers with what is computed, and without what is hidden or not asked."""
    return rules.settle(form, answers, clock.today()).answers


def answers_prefill(
    form: FormView, sources: Iterable[Source], answers: Mapping[str, Any] | None = None
) -> tuple[Answers, tuple[Mark, ...]]:
    """Return answers with what sources know added where nothing is yet, and a mark for each.

    Keep the marks with the draft (`Mark.to_dict`, `marks_read`): they show where a value came
    from, and flag to the officer where somebody declares another. Addresses get their units' names.
    """
    filled, marks = rules.answers_filled(form, answers or {}, sources, clock.today())
    return filled, marks


def answers_follow(
    form: FormView,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    *,
    marks: Iterable[Mark],
    sources: Iterable[Source],
) -> tuple[Answers, tuple[Mark, ...]]:
    """Return answers and marks after a page was saved: what is asked only now is filled in.

    Nothing typed is ever written over; see `rules.answers_followed`.
    """
    return rules.answers_followed(form, before, after, marks, sources, clock.today())


def answers_migrate(
    old: FormView, new: FormView, answers: Mapping[str, Any]
) -> tuple[Answers, tuple[Change, ...]]:
    """Return answers as the new version takes them, and what a person must be told, in words."""
    return rules.answers_carried(old, new, answers, clock.today())


def answers_files(
    form: FormView, answers: Mapping[str, Any]
) -> list[tuple[str, Question, list[str]]]:
    """Return (path, question, marks of files) wherever files are asked for, given these answers."""
    settled = rules.settle(form, answers, clock.today())
    return [
        (path, question, list(value or ()))
        for path, question, value in leaves(form.questions, settled.answers)
        if question.kind is Kind.ATTACHMENT and path in settled.visible
    ]


def answers_flags(
    form: FormView, answers: Mapping[str, Any], marks: Sequence[Mark]
) -> tuple[Flag, ...]:
    """Return where the person declared something else than a source says; for the officer."""
    return rules.marks_flags(form, answers, tuple(marks), clock.today())


def marks_read(data: Iterable[Mapping[str, Any]]) -> tuple[Mark, ...]:
    """Return marks from the plain data that was kept with a draft."""
    return tuple(Mark(one["path"], one["source"], one["label"], one["value"]) for one in data)


def summary(
    form: FormView,
    answers: Mapping[str, Any],
    marks: Sequence[Mark] = (),
    on: date | None = None,
    files: Mapping[str, str] | None = None,
) -> tuple[Section, ...]:
    """Return all that is asked with the answers in words, page by page.

    `on` is the day of the answers (today without it): what was sent is read as of its sending.
    `files` are names of files by their marks.
    """
    return rules.summary_sections(form, answers, on or clock.today(), tuple(marks), files or {})


def submission_parts(form: FormView, answers: Mapping[str, Any]) -> SubmissionParts:
    """Return what a dossier takes: parties, subject, content, quantity of the fee, case."""
    return rules.submission_parts(form, answers, clock.today())


def pages_asked(form: FormView, answers: Mapping[str, Any]) -> list[Page]:
    """Return the pages on which something is asked, given these answers, in order."""
    visible = answers_visible(form, answers)
    return [
        page for page in form.screens if any(question.key in visible for question in page.questions)
    ]


def page_of(form: FormView, path: str) -> str:
    """Return the key of the page on which the question of a path ("mother.name") is asked."""
    found = screen_of(form, path)
    return found.key if found else form.screens[0].key


def page_next(form: FormView, page: str, answers: Mapping[str, Any]) -> Page | None:
    """Return the page after this one, given these answers; None after the last."""
    keys = [one.key for one in form.screens]
    place = keys.index(page) if page in keys else -1
    return next((one for one in pages_asked(form, answers) if keys.index(one.key) > place), None)


def page_draw(
    form: FormView,
    page: str,
    answers: Mapping[str, Any],
    *,
    data: Any = None,
    raw: Raw | None = None,
    problems: Sequence[Problem] = (),
    marks: Sequence[Mark] = (),
    files: Mapping[str, str] | None = None,
    everything: bool = False,
) -> PageDrawing:
    """Return a page to draw with `{% form_page %}`: with `answers`, or with what was sent.

    `files` are names of files by their marks; `everything` draws also what answers of other pages
    would hide (for a preview). Raises NotFound for a page that the form does not have.
    """
    asked = _page(form, page)
    if raw is None and data is not None:
        raw = raw_of(data)
    stands = values_raw(asked.questions, answers) if raw is None else raw
    return page_drawing(
        form,
        asked,
        answers,
        clock.today(),
        raw=stands,
        problems=tuple(problems),
        marks=tuple(marks),
        places=places_for(asked, stands),
        files=files or {},
        everything=everything,
    )


# --- inside -------------------------------------------------------------------------------------


def _page(form: FormView, key: str) -> Page:
    page = form.screen(key)
    if page is None:
        raise NotFound("form_page_unknown", f"no page {key[:40]}")
    return page


def _place(problem: Problem) -> str:
    return problem.path.split(":")[0]


def _places_complete(form: FormView, page: Page, given: Answers) -> list[Problem]:
    """Give the addresses on a page the names of their units; return what is wrong with them."""
    found: list[Problem] = []
    for path, question, value in list(leaves(page.questions, given)):
        if question.kind is not Kind.ADDRESS or not isinstance(value, dict):
            continue
        complete, code = address_complete(value)
        value.clear()
        value.update(complete)
        if code:
            part = "commune" if code == "place_many" else "said"
            found.append(Problem(f"{path}:{part}", code, label_of(form, path)))
    return found


def _unseen(page: Page, raw: Raw, settled: rules.Settled) -> set[str]:
    """Return what is asked now and did not stand on the page that was sent.

    Without a script a question that waits for an answer appears only once that is known. Such
    questions name themselves in a field of the page, so a missing name tells.
    """
    found = set()
    top = {question.key for question in page.questions}
    sent = set(raw.get(SHOWN, []))
    for question in page.questions:
        if question.show and _reads(question.show, top):
            found.add(question.key)
        inside = {one.key for one in question.questions}
        waiting = [one.key for one in question.questions if one.show and _reads(one.show, inside)]
        rows = settled.answers.get(question.key) if waiting else ()
        found |= {f"{question.key}.{n}.{key}" for n in range(len(rows or ())) for key in waiting}
    return (found & settled.visible) - sent


def _reads(show: str, keys: set[str]) -> bool:
    return any(name[0] in keys for name in expression_names(show))
