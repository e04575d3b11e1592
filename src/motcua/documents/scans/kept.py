"""Whether a picture that passes through is still there, without reading it."""

from __future__ import annotations

from motcua.documents import remote
from motcua.documents.passing import passing_open


def picture_kept(sha256: str, size: int) -> bool:
    """Tell whether a content of `passing_store` is there; raises StoreDown."""
    if remote.chosen():
        return remote.put_at(sha256) is not None
    try:
        with passing_open(sha256, size):  # on disk only its size is looked at
            return True
    except (FileNotFoundError, ValueError):
        return False
