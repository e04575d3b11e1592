"""What a fee by the page is counted from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageCount:
    """So many copies of a paper of so many pages, for a fee that goes by the page."""

    pages: int
    copies: int = 1
