"""Every template of the project compiles; no template carries what the security policy forbids."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1] / "src" / "motcua"
FORBIDDEN = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "an inline handler": re.compile(r"<[^>]*\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    # A block of data (JSON-LD) is no script: browsers never run it.
    "a script without nonce or file": re.compile(
        r"<script(?![^>]*(?:\bsrc=|\bnonce=|application/(?:ld\+)?json))[^>]*>", re.IGNORECASE
    ),
    "an address of another site": re.compile(
        r"(?:src|href|action)\s*=\s*[\"']https?://", re.IGNORECASE
    ),
}


def template_files() -> dict[str, Path]:
    """Return each template's name for Django and its file."""
    found = {}
    for folder in sorted(SOURCE.glob("*/templates")):
        for file in sorted(folder.rglob("*.*")):
            if file.suffix in {".html", ".txt", ".svg"}:
                found[file.relative_to(folder).as_posix()] = file
    return found


def problems() -> list[str]:
    """Return one line for each thing that is wrong."""
    from django.template import TemplateDoesNotExist, TemplateSyntaxError
    from django.template.loader import get_template

    lines = []
    for name, file in template_files().items():
        try:
            get_template(name)
        except (TemplateSyntaxError, TemplateDoesNotExist) as error:
            lines.append(f"{name}: does not compile: {error}")
        text = re.sub(r"\{#.*?#\}", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
        lines += [f"{name}: has {what}" for what, rule in FORBIDDEN.items() if rule.search(text)]
    return lines


def main() -> int:
    """Print the problems; return how many there are."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.config.settings.test")
    django.setup()
    found = problems()
    print("\n".join(found))
    return len(found)


if __name__ == "__main__":
    sys.exit(min(main(), 1))
