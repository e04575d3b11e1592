"""The letters of every page: few bytes, two weights, Vietnamese complete."""

from __future__ import annotations

from pathlib import Path

import motcua.ui

FONTS = Path(motcua.ui.__file__).parent / "static/vendor/fonts"
BYTES_MAX = 40_000


def test_the_fonts_weigh_little_together():
    files = sorted(FONTS.glob("*.woff2"))
    assert len(files) == 4
    assert all(file.read_bytes()[:4] == b"wOF2" for file in files)
    assert sum(file.stat().st_size for file in files) <= BYTES_MAX
