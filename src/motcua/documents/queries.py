"""Reading stored files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

from motcua.documents.types import FileState, StoredFileView


def file_get(file_id: int) -> StoredFileView:
    """Return one file's facts; raises NotFound."""
    raise NotImplementedError


def files_by_ids(file_ids: Iterable[int]) -> dict[int, StoredFileView]:
    """Return facts of several files by id, in one statement; unknown ids are left out."""
    raise NotImplementedError


def file_open(file_id: int) -> BinaryIO:
    """Open a stored file for reading after comparing its size; raises NotFound, FileDamaged."""
    raise NotImplementedError


def file_verify(file_id: int) -> FileState:
    """Hash the stored bytes again and compare; raises NotFound for an unknown id."""
    raise NotImplementedError


def files_verify() -> Iterator[tuple[int, str, FileState]]:
    """Yield id, hash and state of every file that is not good (for `motcua verify`)."""
    raise NotImplementedError


def orphans_find(*, older_than: timedelta = timedelta(days=1)) -> list[Path]:
    """Return files on disk that no row names and that nobody has touched for `older_than`."""
    raise NotImplementedError
