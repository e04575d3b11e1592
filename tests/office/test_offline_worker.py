"""The service worker: its list is what the page names, and nothing of the office besides."""

from __future__ import annotations

import json
import re

import pytest
from django.contrib.staticfiles import finders
from django.utils.translation import override
from tests.builders.identity import client_for

from motcua.office.offline_shell import SHELL, worker_script

pytestmark = pytest.mark.django_db


def told(script: str) -> dict[str, object]:
    return json.loads(script.partition("const KEPT = ")[2].partition(";\n")[0])


def test_everything_that_the_page_loads_is_kept(commune):
    client = client_for(commune.counter)
    page = client.get("/office/offline/").content.decode()
    kept = told(client.get("/office/offline/worker.js").content.decode())
    named = set(re.findall(r'(?:href|src)="(/static/[^"#]+)', page))
    assert named <= set(kept["files"])
    assert kept["page"] == "/office/offline/"
    assert all(finders.find(name) for name in SHELL)


def test_its_scope_is_the_folder_of_the_page(commune):
    answer = client_for(commune.counter).get("/office/offline/worker.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "no-cache"
    assert "Service-Worker-Allowed" not in answer


def test_another_language_is_another_edition():
    editions = set()
    for language in ("vi", "en", "id"):
        with override(language):
            editions.add(told(worker_script())["edition"])
    assert len(editions) == 3
