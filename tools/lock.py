"""Resolve pyproject.toml into the two hash-checked lists of requirements, and Spark's own.

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
)  # fmt: skip


def main() -> None:
    """Write requirements.txt (running) and requirements-dev.txt (running and developing)."""
    more = ("--upgrade",) if "--upgrade" in sys.argv else ()
    for name, extra in (
        ("requirements.txt", ("pyproject.toml",)),
        (
            "requirements-dev.txt",
            ("pyproject.toml", "--extra", "dev", "--constraint", "requirements.txt"),
        ),
        # Half a gigabyte that only those need who run the index on a cluster, and CI.
        ("requirements-spark.txt", ("requirements-spark.in",)),
    ):
        command = (sys.executable, *COMPILE, *extra, *more, "--output-file", name)
        subprocess.run(command, cwd=ROOT, check=True)
        print(f"{name} written")
    print("Next: make setup, make test; commit the files together with pyproject.toml.")


if __name__ == "__main__":
    main()
