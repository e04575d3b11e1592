"""Changes of a form's document, one at a time; each gives a new document, the old one stays.

Questions are found by their path: "birth_day", or "heirs.share" inside a group. A key never
changes once given, as answers are kept under it.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from typing import Any

Document = dict[str, Any]
_NOT_KEY = re.compile(r"[^a-z0-9]+")


class EditError(LookupError):
    """What was to be changed is not there (any more)."""


def question_put(
    document: Mapping[str, Any], page: str, path: str, question: Mapping[str, Any]
) -> Document:
    """Return the document with a question changed, or added at the end of page or group.

    A new question has a path that ends in a key of its own (`key_free`).
    """
    changed = copy.deepcopy(dict(document))
    rows = _neighbours(changed, page, path)
    key = path.rpartition(".")[2]
    place = _place(rows, key)
    fresh = {**question, "key": key}
    if place is None:
        rows.append(fresh)
    else:
        if fresh.get("kind") == "group" == rows[place].get("kind"):
            fresh["questions"] = rows[place]["questions"]
        rows[place] = fresh
    return changed


def question_remove(document: Mapping[str, Any], page: str, path: str) -> Document:
    """Return the document without a question; a page or group keeps at least one."""
    changed = copy.deepcopy(dict(document))
    rows = _neighbours(changed, page, path)
    rows.pop(_found(rows, path.rpartition(".")[2]))
    return changed


def question_move(document: Mapping[str, Any], page: str, path: str, step: int) -> Document:
    """Return the document with a question one place up (-1) or down (1).

    At the edge of its page it goes to the page before or after; inside a group it stays.
    """
    changed = copy.deepcopy(dict(document))
    rows = _neighbours(changed, page, path)
    place = _found(rows, path.rpartition(".")[2])
    if 0 <= place + step < len(rows):
        rows.insert(place + step, rows.pop(place))
    elif "." not in path:
        pages = changed["pages"]
        there = _found(pages, page) + step
        if 0 <= there < len(pages) and len(rows) > 1:
            target = pages[there]["questions"]
            target.insert(0 if step > 0 else len(target), rows.pop(place))
    return changed


def page_put(document: Mapping[str, Any], key: str, page: Mapping[str, Any]) -> Document:
    """Return the document with a page's title, hint and condition changed, or a page added."""
    changed = copy.deepcopy(dict(document))
    place = _place(changed["pages"], key)
    if place is None:
        changed["pages"].append({**page, "key": key})
    else:
        questions = changed["pages"][place]["questions"]
        changed["pages"][place] = {**page, "key": key, "questions": questions}
    return changed


def page_remove(document: Mapping[str, Any], key: str) -> Document:
    """Return the document without a page and its questions."""
    changed = copy.deepcopy(dict(document))
    changed["pages"].pop(_found(changed["pages"], key))
    return changed


def page_move(document: Mapping[str, Any], key: str, step: int) -> Document:
    """Return the document with a page one place up or down."""
    changed = copy.deepcopy(dict(document))
    pages = changed["pages"]
    place = _found(pages, key)
    if 0 <= place + step < len(pages):
        pages.insert(place + step, pages.pop(place))
    return changed


def question_of(document: Mapping[str, Any], page: str, path: str) -> Document:
    """Return a question as the document writes it. Raises EditError."""
    rows = _neighbours(document, page, path)
    return dict(rows[_found(rows, path.rpartition(".")[2])])


def key_free(document: Mapping[str, Any], words: str) -> str:
    """Return a key made of plain words (ASCII) that nothing in the document bears."""
    taken = set(_keys(document))
    base = _NOT_KEY.sub("_", words.lower()).strip("_")[:30]
    base = base if base and base[0].isalpha() else f"q_{base}".strip("_")
    key, number = base, 1
    while key in taken or key in {"today", "action"}:
        number += 1
        key = f"{base}_{number}"
    return key


def _keys(document: Any) -> list[str]:
    found = []
    for page in document["pages"]:
        found.append(page["key"])
        for question in page["questions"]:
            found.append(question["key"])
            found += [one["key"] for one in question.get("questions", ())]
    return found


def _neighbours(document: Any, page: str, path: str) -> list[Any]:
    rows: list[Any] = document["pages"][_found(document["pages"], page)]["questions"]
    group, dot, _key = path.rpartition(".")
    if dot:
        inner: list[Any] = rows[_found(rows, group)].setdefault("questions", [])
        return inner
    return rows


def _place(rows: list[Any], key: str) -> int | None:
    return next((place for place, one in enumerate(rows) if one["key"] == key), None)


def _found(rows: list[Any], key: str) -> int:
    place = _place(rows, key)
    if place is None:
        raise EditError(key)
    return place
