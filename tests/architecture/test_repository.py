"""The committed files themselves."""

from __future__ import annotations

import re
from pathlib import Path

from tools import repository, settings

ROOT = Path(__file__).resolve().parents[2]


def test_no_registry_host_and_no_machine_path_is_committed():
    assert not (found := repository.address_problems()), "\n".join(found)


def test_every_locked_package_has_a_hash_and_no_address():
    assert not (found := repository.lock_problems()), "\n".join(found)


def test_every_path_that_a_document_names_exists():
    assert not (found := repository.document_problems()), "\n".join(found)


def test_every_heading_that_code_names_stands_in_the_architecture():
    headings = set(
        re.findall(r"^#+ (.+)$", (ROOT / "docs/architecture.md").read_text("utf-8"), re.MULTILINE)
    )
    named = {
        heading
        for file in (ROOT / "src").rglob("*.py")
        for heading in re.findall(r'docs/architecture\.md, "([^"]+)"', file.read_text("utf-8"))
    }
    assert named - headings == set()


def test_decisions_name_what_they_rejected():
    decisions = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))
    numbers = [file.name[:4] for file in decisions]
    assert numbers == [f"{n:04d}" for n in range(1, len(numbers) + 1)]
    for file in decisions:
        text = file.read_text("utf-8")
        assert "## Rejected" in text, file.name
        assert "## Consequences" in text, file.name


def test_every_environment_variable_is_in_the_operators_manual():
    assert settings.undocumented() == []
    assert settings.FILE.read_text("utf-8") == settings.page(), "make docs"
