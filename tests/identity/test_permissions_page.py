"""docs/permissions.md says what the rules do."""

from __future__ import annotations

from pathlib import Path

from django.utils import translation

from motcua.identity.matrix import COMMAND, permissions_markdown
from motcua.identity.rules import PERMISSIONS
from motcua.identity.types import Action, Role

PAGE = Path(__file__).resolve().parents[2] / "docs" / "permissions.md"


def test_the_published_page_is_made_from_the_rules():
    assert PAGE.read_text("utf-8") == permissions_markdown(), f"run: {COMMAND}"


def test_the_published_page_can_be_read_back_into_the_rules():
    head, _, *body = [
        line.split("|")[1:-1]
        for line in PAGE.read_text("utf-8").splitlines()
        if line.startswith("| ")
    ]
    roles = [Role(cell.split("`")[1]) for cell in head[2:]]
    read = {
        Action(row[1].strip().strip("`")): frozenset(
            r for r, mark in zip(roles, row[2:], strict=True) if mark.strip()
        )
        for row in body
    }
    assert read == dict(PERMISSIONS)


def test_the_page_does_not_depend_on_the_language():
    with translation.override("vi"):
        assert permissions_markdown() == PAGE.read_text("utf-8")
