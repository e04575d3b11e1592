"""The glossary is true: each name in code exists, each term stands once."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROWS = re.findall(
    r"^\| ([^|]+) \| ([^|]+) \| (`[^|]+`|—) \|$",
    (ROOT / "docs/glossary.md").read_text("utf-8"),
    re.MULTILINE,
)


def test_every_name_in_code_exists():
    words = set()
    for file in (ROOT / "src").rglob("*.py"):
        words.update(re.findall(r"\w+", file.read_text("utf-8")))
    missing = [
        name
        for _, _, code in ROWS
        if code != "—"
        for name in code.strip("`").split(".")
        if name not in words
    ]
    assert not missing, "\n".join(missing)


def test_every_term_stands_once_and_there_are_enough():
    terms = [term for term, _, _ in ROWS]
    assert sorted({term for term in terms if terms.count(term) > 1}) == []
    assert len(terms) >= 80
