"""Which procedures give certified copies: a flag of the version's record, with its article."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

CERTIFIED_COPIES = "2.000815"  # chứng thực bản sao từ bản chính: so before records said it
CERTIFIED_BASIS = "23/2015/NĐ-CP, Điều 20 khoản 3"


def certified_of(code: str, content: Mapping[str, Any]) -> tuple[bool, str]:
    """Tell whether a version gives certified copies, and by which article.

    Then the list of the originals comes before anything is compared, as each of them gets its
    number in the register. Versions older than the flag have none: 2.000815 counts as flagged
    there, and only there: what a version says of itself holds.
    """
    if not content.get("certified_copies", code == CERTIFIED_COPIES):
        return False, ""
    return True, content.get("certified_copies_basis") or CERTIFIED_BASIS
