"""Templates that nothing names are taken out."""

from __future__ import annotations

import re
from pathlib import Path

from tools.templates import template_files

SOURCE = Path(__file__).resolve().parents[2] / "src" / "motcua"
# Django looks for these by itself.
BY_NAME = {"403.html", "403_csrf.html", "404.html", "500.html", "400.html"}


def composed_names(texts: dict[Path, str]) -> list[re.Pattern[str]]:
    """Return the names that Python puts together, as in f"ui/components/{name}.html"."""
    found = (
        literal
        for file, text in texts.items()
        if file.suffix == ".py"
        for literal in re.findall(r'f"([\w/{}.\[\]]*\.html)"', text)
    )
    return [re.compile(re.sub(r"\\\{.*?\\\}", r"[\\w]+", re.escape(f))) for f in found if "{" in f]


def test_every_template_is_named_by_code_or_by_another_template():
    texts = {
        file: file.read_text("utf-8")
        for pattern in ("**/*.py", "**/*.html")
        for file in SOURCE.glob(pattern)
    }
    composed = composed_names(texts)
    unused = [
        name
        for name, file in template_files().items()
        if name not in BY_NAME
        and not any(name in text for other, text in texts.items() if other != file)
        and not any(pattern.fullmatch(name) for pattern in composed)
    ]
    assert not unused, "\n".join(map(str, unused))


def test_no_template_reaches_into_another_face():
    faces = ("office", "portal")
    reaching = [
        name
        for name, file in template_files().items()
        for other in faces
        if name.split("/")[0] in faces
        and name.split("/")[0] != other
        and f'"{other}/' in file.read_text("utf-8")
    ]
    assert not reaching, "\n".join(map(str, reaching))
