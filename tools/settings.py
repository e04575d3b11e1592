"""docs/operate/settings.md from the settings themselves: `write` renews it, `check` compares."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / "docs" / "operate" / "settings.md"
HEAD = """# Settings

Every setting is an environment variable. A value that cannot be read stops the program; a wrong
setting never becomes a default. A secret may stand in a file: `MOTCUA_SECRET_KEY_FILE=/run/key`.

This page is written by `make docs` from `src/motcua/config/`.

| Variable | What it says |
|---|---|
"""
# Read outside Django's settings, before they exist.
EARLY = {
    "MOTCUA_OWNER_DATABASE_URL": "URL of the role that owns the tables; `motcua migrate` only",
    "MOTCUA_FAILPOINT": "tests only: where the process kills itself",
    "MOTCUA_SIMULATORS_URL": "demo and tests only: address of the simulators",
    "MOTCUA_SIMULATORS_DATABASE_URL": "demo and tests only: URL of the simulators' own database",
    "MOTCUA_SIMULATORS_SMTP_PORT": "demo and tests only: where the simulated mail server listens",
    "MOTCUA_SIMULATORS_TSA": "demo and tests only: key of the simulated time-stamp authority",
    "MOTCUA_TEST_SUPERUSER_URL": "tests only: a PostgreSQL to use instead of the embedded one",
}


def page() -> str:
    """Return the page as the settings describe themselves now."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.config.settings.test")
    from django.conf import settings

    from motcua.config import env

    assert settings.LANGUAGES  # reads the settings, so that each variable names itself
    found = {**EARLY, **env.DOCUMENTED}
    rows = [f"| `{name}` | {found[name].strip()} |" for name in sorted(found)]
    return HEAD + "\n".join(rows) + "\n"


def undocumented() -> list[str]:
    """Return variables that the code names but no reader documents."""
    text = page()
    named: set[str] = set()
    for file in (ROOT / "src").rglob("*.py"):
        named.update(re.findall(r"[\"'](MOTCUA_[A-Z_]+)[\"']", file.read_text(encoding="utf-8")))
    return sorted(name for name in named if f"`{name}`" not in text)


def main() -> int:
    """Write the page, or return 1 when it is not what the settings say."""
    now = page()
    if sys.argv[1:] == ["write"]:
        FILE.write_text(now, encoding="utf-8")
        return 0
    missing = undocumented()
    if missing:
        print("named in the code, read through no reader of config/env.py:", ", ".join(missing))
    if not FILE.exists() or FILE.read_text(encoding="utf-8") != now:
        print("docs/operate/settings.md is not what the settings say: make docs")
        return 1
    return len(missing)


if __name__ == "__main__":
    sys.exit(min(main(), 1))
