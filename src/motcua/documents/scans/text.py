"""Reading the text of a page with tesseract, where it is installed; orientation too.

The program is optional: without it a PDF has pictures only, and says so. It is fed nothing but
pages that `page` has drawn anew, has no environment of ours, one thread and limited time.
"""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

SECONDS: Final = 40  # for one page
LANGUAGES: Final = ("vie", "eng")
TURN_SURE: Final = 1.5  # tesseract's own measure, below which an orientation is a guess


@dataclass(frozen=True)
class TextPage:
    """A PDF page of invisible text; `confidence` is the mean of its words in per cent."""

    pdf: bytes
    words: int
    confidence: int


def is_installed() -> bool:
    """Tell whether text can be read here, in Vietnamese."""
    return "vie" in _languages()


@cache
def _languages() -> frozenset[str]:
    program = shutil.which("tesseract")
    if program is None:
        return frozenset()
    try:
        done = subprocess.run(  # noqa: S603 - the program that the path names
            [program, "--list-langs"], capture_output=True, text=True, timeout=10, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return frozenset()
    return frozenset(done.stdout.split()[1:])


def text_read(picture: bytes, *, dpi: int) -> TextPage | None:
    """Return the text of a page as a layer; None when it cannot be read here, or in this time."""
    if not is_installed():
        return None
    spoken = "+".join(one for one in LANGUAGES if one in _languages())
    with tempfile.TemporaryDirectory(prefix="motcua-text-") as folder:
        base = str(Path(folder) / "page")
        options = ["-l", spoken, "--dpi", str(max(70, dpi)), "-c", "textonly_pdf=1"]
        if _tesseract([base, *options, "pdf", "tsv"], picture) is None:
            return None
        try:
            made = Path(f"{base}.pdf").read_bytes()
            table = Path(f"{base}.tsv").read_text(encoding="utf-8")
        except OSError:
            return None
    sure = [
        float(row["conf"])
        for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE)
        if (row.get("text") or "").strip() and float(row["conf"]) >= 0
    ]
    return TextPage(made, len(sure), round(sum(sure) / len(sure)) if sure else 0)


def turn_needed(picture: bytes) -> int:
    """Return by how many degrees clockwise a page must be turned to stand upright; 0 if unsure."""
    if "osd" not in _languages():
        return 0
    told = _tesseract(["stdout", "--psm", "0", "-l", "osd"], picture)
    lines = dict(line.split(":", 1) for line in (told or "").splitlines() if ":" in line)
    try:
        sure = float(lines["Orientation confidence"])
        turn = int(lines["Rotate"])
    except (KeyError, ValueError):
        return 0
    return turn if sure >= TURN_SURE and turn in {90, 180, 270} else 0


def _tesseract(arguments: list[str], picture: bytes) -> str | None:
    """Return what the program says; None when it fails or takes too long."""
    program = shutil.which("tesseract")
    if program is None:
        return None
    try:
        done = subprocess.run(  # noqa: S603 - the program that the path names
            [program, "stdin", *arguments],
            input=picture,
            capture_output=True,
            env={"PATH": os.defpath, "LANG": "C.UTF-8", "OMP_THREAD_LIMIT": "1"},
            timeout=SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None
