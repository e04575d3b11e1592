"""Buttons that change a page without leaving it: a row more, a row less, a place looked up."""

from __future__ import annotations

from motcua.forms.rules.parts import leaves
from motcua.forms.rules.reading import rows_count
from motcua.forms.types import Kind, Page, Raw

ADD, REMOVE, FIND = "add", "remove", "find"
FILES = "files"  # leads away, to where files are added


def page_act(page: Page, raw: Raw) -> Raw | None:
    """Return what stands on the page after its own button was pressed; None for another button.

    The button is `action` = `add:heirs`, `remove:heirs:2`, `find:home` or `files:scan`; an action
    that the page does not have changes nothing.
    """
    word, _colon, rest = (raw.get("action") or [""])[-1].partition(":")
    if word not in {ADD, REMOVE, FIND, FILES}:
        return None
    path, _colon, number = rest.partition(":")
    kept = {name: values for name, values in raw.items() if name != "action"}
    group = next((q for q in page.questions if q.key == path and q.kind is Kind.GROUP), None)
    if word in {FIND, FILES} or group is None:
        return kept
    rows = max(rows_count(raw, path, group), group.least if isinstance(group.least, int) else 0)
    if word == ADD:
        most = group.most if isinstance(group.most, int) else 20
        return {**kept, f"{path}:rows": [str(min(rows + 1, most))]}
    if not (number.isascii() and number.isdigit() and len(number) < 4 and int(number) < rows):
        return kept
    return _without(kept, path, int(number), rows)


def _without(raw: Raw, path: str, gone: int, rows: int) -> Raw:
    found: Raw = {}
    for name, values in raw.items():
        head, dot, rest = name[len(path) + 1 :].partition(".")
        if not (name.startswith(f"{path}.") and dot and head.isascii() and head.isdigit()):
            found[name] = values
        elif int(head) != gone:
            found[f"{path}.{int(head) - (int(head) > gone)}.{rest}"] = values
    return {**found, f"{path}:rows": [str(rows - 1)]}


def addresses_of(page: Page, raw: Raw) -> list[str]:
    """Return the paths of the addresses that may stand on a page."""
    shells: dict[str, list[dict[str, str]]] = {
        question.key: [{}] * rows_count(raw, question.key, question)
        for question in page.questions
        if question.kind is Kind.GROUP
    }
    return [
        path
        for path, question, _v in leaves(page.questions, shells)
        if question.kind is Kind.ADDRESS
    ]
