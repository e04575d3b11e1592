"""`--data` is read before click parses, because settings need it first."""

from __future__ import annotations

import pytest

from motcua.config.cli import data_option


@pytest.mark.parametrize(
    ("arguments", "folder"),
    [
        (["motcua", "verify"], ""),
        (["motcua", "verify", "--data", "/srv/a"], "/srv/a"),
        (["motcua", "verify", "--data=/srv/a", "--json"], "/srv/a"),
        (["motcua", "verify", "--data"], ""),
    ],
)
def test_both_ways_of_writing_it(arguments, folder):
    assert data_option(arguments) == folder
