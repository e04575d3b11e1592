"""What a draft changes against the form in force, question by question."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

from motcua.forms.types import FormView, Option, Page, Question, Words


@dataclass(frozen=True)
class Difference:
    """One difference: `code` is added, removed, moved or changed; `field` says what of it."""

    code: str
    path: str
    label: str
    field: str = ""
    was: str = ""
    now: str = ""


def form_differences(old: FormView | None, new: FormView) -> tuple[Difference, ...]:
    """Return what is different, in the order of the new form; everything is new without an old."""
    found: list[Difference] = []
    if old is not None:
        for name in ("title", "intro", "mode", "source", "mapping"):
            was, now = getattr(old, name), getattr(new, name)
            if was != now:
                found.append(Difference("changed", "", "", name, _text(was), _text(now)))
    old_pages = {page.key: page for page in old.pages} if old else {}
    before = dict(_questions(old.pages)) if old else {}
    after = dict(_questions(new.pages))
    for page in new.pages:
        found += _page(old_pages.get(page.key), page)
    for path, (page_key, question) in after.items():
        if path not in before:
            found.append(Difference("added", path, question.label.text))
            continue
        was_page, was = before[path]
        if was_page != page_key:
            found.append(Difference("moved", path, question.label.text, "", was_page, page_key))
        found += _question(path, was, question)
    found += [
        Difference("removed", path, question.label.text)
        for path, (_page_key, question) in before.items()
        if path not in after
    ]
    if old and [p for p in before if p in after] != [p for p in after if p in before]:
        found.append(Difference("moved", "", "", "order"))
    return tuple(found)


def _questions(pages: tuple[Page, ...]) -> Iterator[tuple[str, tuple[str, Question]]]:
    for page in pages:
        for question in page.questions:
            yield question.key, (page.key, question)
            for inside in question.questions:
                yield f"{question.key}.{inside.key}", (page.key, inside)


def _page(old: Page | None, new: Page) -> Iterator[Difference]:
    if old is None:
        yield Difference("added", new.key, new.title.text, "page")
        return
    for name in ("title", "hint", "show"):
        was, now = getattr(old, name), getattr(new, name)
        if was != now:
            yield Difference("changed", new.key, new.title.text, name, _text(was), _text(now))


def _question(path: str, old: Question, new: Question) -> Iterator[Difference]:
    for one in fields(Question):
        was, now = getattr(old, one.name), getattr(new, one.name)
        if one.name not in {"key", "questions"} and was != now:
            yield Difference("changed", path, new.label.text, one.name, _text(was), _text(now))


def _text(value: object) -> str:
    if isinstance(value, Words):
        return " · ".join(filter(None, (value.vi, value.en, value.id)))
    if isinstance(value, Option):
        return f"{value.value}: {_text(value.label)}"
    if isinstance(value, tuple):
        return "; ".join(_text(one) for one in value)
    return "" if value is None else str(value)
