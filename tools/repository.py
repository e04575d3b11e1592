"""What must hold of the committed files themselves: no stray addresses, guides that are true.

Used by `make check` and by tests/architecture/test_repository.py. A folder without .git (a
release archive) is read as it lies.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# Written in two halves, so that this file passes its own check.
REGISTRIES = tuple(
    left + right
    for left, right in (
        ("pypi.", "org"),
        ("pythonhosted.", "org"),
        ("registry.npmjs.", "org"),
        ("registry.yarnpkg.", "com"),
        ("npmmirror.", "com"),
        ("proxy.golang.", "org"),
        ("deb.debian.", "org"),
        ("crates.", "io"),
    )
)
MACHINE_PATH = re.compile(r"(?<![\w.}-])/(?:ro" r"ot|wo" r"rk|Us" r"ers|home/[a-z][\w-]*)/[\w.-]+")
NOT_TEXT = {
    ".png",
    ".jpg",
    ".jpeg",
    ".gif",
    ".ico",
    ".woff",
    ".woff2",
    ".ttf",
    ".otf",
    ".pdf",
    ".xlsx",
}
SKIPPED = {".git", ".venv", "node_modules", "var", "__pycache__", ".mypy_cache", ".ruff_cache"}
# Paths that guides speak of and that exist only after something was run or made.
MADE_LATER = re.compile(r"^(?:var|node_modules|\.venv|bench/results)(?:/|$)|[<>*…{}$]|\.mo$")
NAMED = re.compile(
    r"(?<![\w/.:-])((?:src|tests|tools|docs|bench|deploy|\.ci)/[\w./<>*…{}-]*[\w/>*}])"
)
LINKED = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)[^)]*\)")


def committed_files() -> list[Path]:
    """Return the files under version control that exist, relative to the root."""
    try:
        listing = subprocess.run(
            ("git", "ls-files", "-z"), cwd=ROOT, capture_output=True, check=True
        ).stdout.decode()
        names = [Path(name) for name in listing.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        names = [
            path.relative_to(ROOT)
            for path in ROOT.rglob("*")
            if path.is_file() and not SKIPPED.intersection(path.relative_to(ROOT).parts)
        ]
    return [name for name in sorted(names) if (ROOT / name).is_file()]


def _text(name: Path) -> str:
    if name.suffix in NOT_TEXT:
        return ""
    return (ROOT / name).read_bytes().decode("utf-8", errors="ignore")


def address_problems() -> list[str]:
    """Return where a package registry's host or a developer's own path stands in a file."""
    lines = []
    for name in committed_files():
        text = _text(name)
        lines += [f"{name}: names the registry {host}" for host in REGISTRIES if host in text]
        lines += [
            f"{name}: names a machine's path {m.group()}" for m in MACHINE_PATH.finditer(text)
        ]
    return lines


def lock_problems() -> list[str]:
    """Return what is wrong with the locks: an address, or a package without hash."""
    lines = []
    for name in ("requirements.txt", "requirements-dev.txt", "package-lock.json"):
        if not (ROOT / name).exists():
            continue
        text = _text(Path(name))
        if name.endswith(".json"):
            lines += [f"{name}: has resolved addresses"] * ('"resolved"' in text)
            continue
        if "://" in text:
            lines.append(f"{name}: has an address")
        entries = re.split(r"\n(?=[a-z0-9])", text.strip())
        lines += [f"{name}: {e.split()[0]} has no hash" for e in entries if "--hash=" not in e]
    return lines


def document_problems() -> list[str]:
    """Return each path or link in a document that leads nowhere."""
    lines = []
    for name in committed_files():
        if name.suffix != ".md" or "data" in name.parts:
            continue
        text = _text(name)
        here = (ROOT / name).parent
        places = {path: ROOT / path for path in NAMED.findall(text)}
        places |= {link: here / link for link in LINKED.findall(text)}
        lines += [
            f"{name}: names {place}, which does not exist"
            for place, path in sorted(places.items())
            if not MADE_LATER.search(place) and not path.exists()
        ]
    return lines


CHECKS = {"addresses": address_problems, "locks": lock_problems, "docs": document_problems}


def main() -> int:
    """Print the problems of the checks named on the command line, or of all."""
    found = [line for name in sys.argv[1:] or CHECKS for line in CHECKS[name]()]
    print("\n".join(found) if found else "every committed file is as it should be")
    return len(found)


if __name__ == "__main__":
    sys.exit(min(main(), 1))
