"""What the content security policy, the layers and the ceilings ask of every template."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src/motcua"
TEMPLATES = sorted(SOURCE.glob("*/templates/**/*.html"))
FACES = {"portal", "office", "api"}
NAMES = [str(path.relative_to(SOURCE)) for path in TEMPLATES]


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_a_template_has_no_inline_style_script_or_handler(path: Path):
    text = path.read_text("utf-8")
    assert not re.search(r"<[^>]*\sstyle\s*=", text), "styles live in style sheets"
    assert "<style" not in text, "styles live in style sheets"
    assert not re.search(r"<[^>]*\s(on[a-z]+|hx-on[\w:-]*)\s*=", text), "handlers live in scripts"
    assert "javascript:" not in text
    for tag in re.findall(r"<script\b[^>]*>", text):
        data = re.search(r'type="application/(ld\+)?json"', tag)  # browsers never run it
        assert " src=" in tag or data, f"a script is a file: {tag}"


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_a_template_keeps_to_its_length(path: Path):
    assert len(path.read_text("utf-8").splitlines()) <= 150


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_a_template_never_reaches_into_another_face(path: Path):
    own = path.relative_to(SOURCE).parts[0]
    text = path.read_text("utf-8")
    named = set(re.findall(r"""{%\s*url\s+["'](\w+):""", text))
    named |= set(re.findall(r"""{%\s*(?:include|extends)\s+["'](\w+)/""", text))
    assert not (named & FACES) - {own}


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_a_template_says_nothing_untranslated_in_labels(path: Path):
    text = path.read_text("utf-8")
    plain = re.findall(r"""\b(?:aria-label|placeholder|title)="([A-Za-z][^"{]*)\"""", text)
    assert plain == []


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_a_section_is_not_named_as_the_table_in_it(path: Path):
    """A table's frame is a landmark already: two of one name are announced twice."""
    text, twice = path.read_text("utf-8"), []
    named = r'<section[^>]*aria-labelledby="([\w-]+)"[^>]*>(.*?)</section>'
    for name, inside in re.findall(named, text, re.DOTALL):
        head = re.search(rf'id="{name}"[^>]*>\s*{{% translate "([^"]+)"', inside)
        tables = re.findall(r'{% table _\("([^"]+)"\)', inside)
        twice += [head[1]] if head and head[1] in tables else []
    assert twice == []
