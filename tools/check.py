"""`make check`: every check that needs no database; all run, even after a failure."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PYTHON = sys.executable
BIN = Path(PYTHON).parent
# Django's checks read settings and models but never a row: any address will do.
DJANGO = (PYTHON, "-W", "ignore", "-m", "django")
STEPS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("style", (str(BIN / "ruff"), "check", "."), ""),
    ("format", (str(BIN / "ruff"), "format", "--check", "."), ""),
    ("import contracts", (str(BIN / "lint-imports"), "--no-logo"), ""),
    ("repository", (PYTHON, "tools/repository.py"), ""),
    ("settings page", (PYTHON, "tools/settings.py", "check"), ""),
    ("messages", (PYTHON, "tools/messages.py", "check"), "tools/messages.py"),
    ("templates", (PYTHON, "tools/templates.py"), ""),
    ("Django's own checks", (*DJANGO, "check", "--fail-level", "WARNING"), ""),
    ("migrations", (*DJANGO, "makemigrations", "--check", "--dry-run"), ""),
    ("API document", (PYTHON, "tools/openapi.py", "check"), ""),
    ("types", (str(BIN / "mypy"),), ""),
)


def main() -> int:
    """Run the steps named on the command line, or all; return the number of failures."""
    wanted = set(sys.argv[1:])
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "motcua.config.settings.test",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
    }
    failed = []
    for name, command, needs in STEPS:
        if wanted and name not in wanted:
            continue
        if needs and not (ROOT / needs).exists():
            print(f"-- {name}: nothing to check yet ({needs} is missing)", flush=True)
            continue
        start = time.monotonic()
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
        good = done.returncode == 0
        print(f"{'ok' if good else 'NO'} {name} ({time.monotonic() - start:.1f} s)", flush=True)
        if not good:
            failed.append(name)
            print(done.stdout + done.stderr, flush=True)
    if failed:
        print(f"make check: not good: {', '.join(failed)}. `make fix` mends part of the style.")
    else:
        print("make check: all good. Next: make test.")
    return len(failed)


if __name__ == "__main__":
    sys.exit(min(main(), 1))
