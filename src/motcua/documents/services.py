"""Storing files: the file first, durable and named by its hash, then the row."""

from __future__ import annotations

from datetime import timedelta
from typing import BinaryIO

from motcua.documents.types import StoredFileView


def file_store(
    *, data: bytes | BinaryIO, name: str, claimed_type: str = "", field: str = "file"
) -> StoredFileView:
    """Check a file and store it; the same content is stored once.

    Runs inside the caller's transaction (or its own). Raises FileRefused (an `Invalid` at
    `field`) with the reason in plain words. Call it before the operation that links the file.
    """
    raise NotImplementedError


def orphans_sweep(*, older_than: timedelta = timedelta(days=1)) -> int:
    """Remove files that no row names, and return how many."""
    raise NotImplementedError
