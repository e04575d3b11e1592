"""A version that says of itself whether it gives certified copies is believed; older ones are not
asked."""

from __future__ import annotations

import pytest

from motcua.procedures.certified import CERTIFIED_BASIS, CERTIFIED_COPIES, certified_of


@pytest.mark.parametrize(
    ("code", "content", "said"),
    [
        (CERTIFIED_COPIES, {}, True),
        (CERTIFIED_COPIES, {"certified_copies": False}, False),
        ("1.000001", {}, False),
        ("1.000001", {"certified_copies": True}, True),
    ],
)
def test_what_a_version_says_holds(code, content, said):
    assert certified_of(code, content) == (said, CERTIFIED_BASIS if said else "")
