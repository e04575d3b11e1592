"""Resolve pyproject.toml into the two hash-checked lists of requirements.

Versions already locked stay unless pyproject.toml forbids them; `--upgrade` renews all.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COMPILE = (
    "-m", "uv", "pip", "compile", "--generate-hashes", "--no-annotate", "--no-header",
    "--universal", "--python-version", "3.11", "--no-emit-index-url", "--quiet",
    "pyproject.toml",
)  # fmt: skip


def main() -> None:
    """Write requirements.txt (running) and requirements-dev.txt (running and developing)."""
    more = ("--upgrade",) if "--upgrade" in sys.argv else ()
    for name, extra in (
        ("requirements.txt", ()),
        ("requirements-dev.txt", ("--extra", "dev", "--constraint", "requirements.txt")),
    ):
        command = (sys.executable, *COMPILE, *extra, *more, "--output-file", name)
        subprocess.run(command, cwd=ROOT, check=True)
        print(f"{name} written")
    print("Next: make setup, make test; commit both files together with pyproject.toml.")


if __name__ == "__main__":
    main()
