"""How a form is walked: the author's pages, or one question at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from motcua.forms.types import Answers, FormView, Kind, Mode, Page, Question, Words

# Parts of a person that are asked together, and what they are called together.
_TOGETHER = (
    (
        ("name", "id_number", "passport"),
        Words("Tên và giấy tờ", "Name and papers", "Nama dan dokumen"),
    ),
    (
        ("birth_date", "sex"),
        Words("Ngày sinh và giới tính", "Birth and sex", "Kelahiran dan jenis kelamin"),
    ),
    (
        ("ethnicity", "nationality"),
        Words("Dân tộc và quốc tịch", "Ethnic group and nationality", "Suku dan kewarganegaraan"),
    ),
    (("address", "residence"), Words("Nơi cư trú", "Place of residence", "Tempat tinggal")),
    (("phone", "email"), Words("Liên lạc", "How to reach them", "Kontak")),
)


def screens_of(form: FormView) -> tuple[Page, ...]:
    """Return what stands on one page each: the author's pages, or in `single` every question.

    In `single` a person whom a source knows is one page (there is little to type), others are
    asked in small groups; declarations of a page stand together; what is computed is not asked
    and stands on the last check only.
    """
    if form.mode is not Mode.SINGLE:
        return form.pages
    return tuple(screen for page in form.pages for screen in _split(page))


def screen_of(form: FormView, path: str) -> Page | None:
    """Return the page on which the question of a path ("mother.name") stands; None for none."""
    return next((one for one in form.screens if covers(one, path)), None)


def covers(page: Page, path: str) -> bool:
    """Whether a page asks for what lies at a path."""
    return any(path == key or path.startswith((f"{key}.", f"{key}:")) for key in page.keys)


def answers_put(before: Mapping[str, Any], page: Page, given: Mapping[str, Any]) -> Answers:
    """Return answers with those of a page replaced by what was given there."""
    found: Answers = dict(before)
    for path in page.keys:
        key, dot, part = path.partition(".")
        if not dot:
            found.pop(key, None)
            if key in given:
                found[key] = given[key]
            continue
        person = {name: one for name, one in (found.pop(key, None) or {}).items() if name != part}
        if part in (given.get(key) or {}):
            person[part] = given[key][part]
        if person:
            found[key] = person
    return found


def _split(page: Page) -> Iterator[Page]:
    declared = [one for one in page.questions if one.kind is Kind.DECLARATION and not one.show]
    first = True
    for question in page.questions:
        if question.compute or question in declared[1:]:
            continue
        for screen in _screens(page, question, declared):
            yield screen if not first else replace(screen, hint=page.hint)
            first = False


def _screens(page: Page, question: Question, declared: list[Question]) -> Iterator[Page]:
    if question in declared:
        yield Page(question.key, page.title, tuple(declared))
        return
    parts = [
        (chosen, words)
        for keys, words in _TOGETHER
        if (chosen := tuple(part for part in question.parts if part[0] in keys))
    ]
    known = question.prefill in {"person", "subject"} and not question.prefill_when
    if question.kind is not Kind.PERSON or known or len(parts) < 2:
        yield Page(question.key, question.label, (question,), section=page.title, one=True)
        return
    for chosen, words in parts:
        yield Page(
            f"{question.key}.{chosen[0][0]}",
            Words(
                f"{question.label.vi}: {words.vi}",
                f"{question.label.en}: {words.en}",
                f"{question.label.id}: {words.id}",
            ),
            (replace(question, parts=chosen),),
            section=page.title,
            asks=tuple(f"{question.key}.{name}" for name, _required in chosen),
            one=True,
        )
