"""What every package brings along."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "motcua"
PACKAGES = sorted(file.parent.name for file in SOURCE.glob("*/__init__.py"))
TRANSLATES = re.compile(
    r"django\.utils\.translation import .*gettext|\{%\s*(?:translate|blocktranslate)\b"
)


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_explains_itself(package):
    readme = SOURCE / package / "README.md"
    assert readme.exists(), f"write {package}/README.md: purpose, words, who calls it"
    assert len(readme.read_text("utf-8").splitlines()) <= 60, "short enough to be read"


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_that_speaks_does_so_in_every_language(package):
    files = [*(SOURCE / package).rglob("*.py"), *(SOURCE / package).rglob("*.html")]
    # Settings only name languages, and Django's own catalogues translate those.
    speaks = any(
        TRANSLATES.search(file.read_text("utf-8")) for file in files if "settings" not in file.parts
    )
    for language in ("vi", "id") if speaks else ():
        assert (SOURCE / package / "locale" / language / "LC_MESSAGES" / "django.po").exists()


@pytest.mark.parametrize("package", PACKAGES)
def test_carried_data_names_its_source(package):
    data = SOURCE / package / "data"
    if data.exists():
        assert (data / "README.md").exists()


@pytest.mark.parametrize("package", PACKAGES)
def test_tests_mirror_the_package(package):
    tests = SOURCE.parents[1] / "tests" / package
    has_code = any(
        (SOURCE / package / name).exists()
        for name in (
            "rules.py",
            "services.py",
            "queries.py",
            "views",
            "rules",
            "services",
            "queries",
        )
    )
    assert not has_code or any(tests.glob("test_*.py")), f"tests/{package} holds no test"
