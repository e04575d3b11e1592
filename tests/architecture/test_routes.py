"""Every route is marked, and stands where a newcomer would look for it (the four-file rule).

URL name `office:dossier_accept` ↔ office/views/dossier_accept.py ↔
office/templates/office/dossier_accept.html ↔ tests/office/test_dossier_accept.py. A view without
a page of its own (a POST that redirects) has no template.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from motcua.identity.access import is_for_citizens, is_public, required_action

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "motcua"
FACES = ("office", "portal")


def routes(
    resolver: URLResolver | None = None, names: tuple[str, ...] = (), prefix: str = ""
) -> Iterator[tuple[str, str, Callable[..., Any]]]:
    """Yield each route's namespaced name, its path and its view."""
    for entry in (resolver or get_resolver()).url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = (*names, entry.namespace) if entry.namespace else names
            yield from routes(entry, inner, path)
        elif isinstance(entry, URLPattern):
            yield ":".join((*names, entry.name or "")), path, entry.callback


ALL = list(routes())
PAGES = [(name, path, view) for name, path, view in ALL if name.split(":")[0] in FACES]


def test_every_route_says_who_may_enter():
    unmarked = [
        f"{name} ({path})"
        for name, path, view in ALL
        if not is_public(view) and required_action(view) is None and not is_for_citizens(view)
    ]
    assert not unmarked, "\n".join(map(str, unmarked))


def test_every_route_has_a_name_and_no_two_share_one_path():
    assert [path for name, path, _ in ALL if not name.rpartition(":")[2]] == []
    paths = [path for _, path, _ in ALL]
    assert sorted({path for path in paths if paths.count(path) > 1}) == []


@pytest.mark.parametrize(("name", "view"), [(name, view) for name, _, view in PAGES])
def test_four_files_bear_the_name_of_the_page(name, view):
    face, page = name.split(":")[0], name.rpartition(":")[2]
    inner = inspect.unwrap(view)
    assert inner.__module__ == f"motcua.{face}.views.{page}"
    assert (ROOT / "tests" / face / f"test_{page}.py").exists()
    template = f"{face}/{page}.html"
    own = (SOURCE / face / "templates" / template).exists()
    text = (SOURCE / face / "views" / f"{page}.py").read_text("utf-8")
    assert own == (f'"{template}"' in text), "a page's template bears its name"


@pytest.mark.parametrize("face", FACES)
def test_every_view_module_is_routed(face):
    modules = {file.stem for file in (SOURCE / face / "views").glob("[a-z]*.py")}
    named = {name.rpartition(":")[2] for name, _, _ in PAGES if name.startswith(f"{face}:")}
    assert modules - named == set()


@pytest.mark.parametrize("face", FACES)
def test_every_template_belongs_to_a_page_or_is_a_part(face):
    folder = SOURCE / face / "templates" / face
    named = {name.rpartition(":")[2] for name, _, _ in PAGES if name.startswith(f"{face}:")}
    strays = [
        file.name
        for file in folder.glob("*.html")
        if not file.stem.startswith("_") and file.stem not in named
    ]
    assert not strays, "\n".join(map(str, strays))


# What a GET may do besides reading, however often it comes: why.
BY_GET = {
    "sign_in_back.py": "the identity provider sends the browser back by GET (OpenID Connect)",
    "pay_back.py": "the payment platform sends the browser back by GET; it only asks the platform",
    "pay_dossier.py": "makes the order of what is owed already, once",
    "my_messages.py": "what was shown is marked as read",
    "letter_preview.py": "tries an approval and undoes it, to show the form that would come of it",
    "scan_batch_picture.py": "draws a picture again that was swept: the same bytes, no row",
}


@pytest.mark.parametrize("face", FACES)
def test_a_view_that_changes_something_asks_for_post(face):
    changing = [
        file.name
        for file in sorted((SOURCE / face / "views").glob("[a-z]*.py"))
        if re.search(r"from motcua\.\w+(?:\.services|\b import services)", file.read_text("utf-8"))
        and not re.search(r"require_POST|require_http_methods|\"POST\"", file.read_text("utf-8"))
        and file.name not in BY_GET
    ]
    assert changing == []


def test_every_module_of_the_api_has_its_tests():
    operations = re.compile(r"^@\w+\.(?:get|post|put|patch|delete)\(", re.MULTILINE)
    untested = [
        file.name
        for file in sorted((SOURCE / "api").rglob("*.py"))
        if operations.search(file.read_text("utf-8"))
        and not (ROOT / "tests" / "api" / f"test_{file.stem}.py").exists()
    ]
    assert untested == []
