"""The tools by which the route matrix sees what a page writes."""

from __future__ import annotations

import pytest
from tests.builders.canaries import tables_changed
from tests.builders.organisations import commune_make

from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = pytest.mark.django_db


def test_what_is_written_once_only_is_seen() -> None:
    done: list[str] = []

    def work() -> None:
        if not done:  # as with something kept in memory: a second try would write nothing
            done.append("made")
            with scope_use(SYSTEM):
                commune_make(name="Xa")

    assert "organisations_unit" in tables_changed(work)
    assert tables_changed(work) == []
