"""Facts that documents publish."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FileCondemned:
    """A scanner found something in a file that had been taken in while the scanner was away."""

    file_id: int
