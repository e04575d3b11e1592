"""Words of this package are compiled once, so that its lines can be read in each language."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.utils.translation import trans_real

import motcua.deadlines

LOCALE = Path(motcua.deadlines.__file__).parent / "locale"


@pytest.fixture(scope="session")
def words():
    """Compile the catalogues that are newer than what was compiled of them."""
    for source in LOCALE.rglob("django.po"):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            with source.open("rb") as po, target.open("wb") as mo:
                write_mo(mo, read_po(po))
    trans_real._translations.clear()
