"""What the tests of officials' pages share."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import Commune, commune_at_work

from motcua.kernel.scope import SYSTEM, scope_use


@pytest.fixture
def english(settings):
    """Pages in English, so that tests read their words."""
    settings.DEFAULT_LANGUAGE = "en"


@pytest.fixture
def commune(db) -> Commune:
    """A commune with one person per role."""
    with scope_use(SYSTEM):
        return commune_at_work()
