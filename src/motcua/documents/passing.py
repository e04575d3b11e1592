"""Contents that pass through: kept for a day at most, named by their hash, without a row.

What somebody fetches once (all of one's own data in one file) must not stay for ever, and a row
of `StoredFile` does. Whoever makes one remembers hash and size and removes it in time; one that
is forgotten goes with `orphans_sweep`.
"""

from __future__ import annotations

import hashlib
from typing import BinaryIO

from django.db import connection

from motcua.documents import store
from motcua.documents.models import StoredFile

_LOCK = 728_302  # class of the advisory locks "this passing content is taken up or let go"
_DAY = 86_400


def passing_store(data: bytes) -> tuple[str, int]:
    """Keep a content for a while; return its hash and size in bytes. Raises StoreDown."""
    sha256 = hashlib.sha256(data).hexdigest()
    store.write(data, sha256)
    return sha256, len(data)


def passing_open(sha256: str, size: int) -> BinaryIO:
    """Open it; raises FileNotFoundError when it is gone, ValueError when it was cut, StoreDown."""
    return store.read(sha256, size)


def passing_hold(sha256: str) -> bool:
    """Tell whether a content is there, and keep everybody else from deciding about it meanwhile.

    Until the caller's transaction ends. Whoever writes down that it is needed and whoever removes
    what nobody needs both ask so; then neither acts on what the other is about to change.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, int(sha256[:8], 16) - 2**31])
    return store.is_older(store.path_of(sha256), -_DAY)  # of any age, also by a store's own clock


def passing_remove(sha256: str) -> None:
    """Remove it now, unless the same content is somebody's stored file; harmless to repeat."""
    if not StoredFile.objects.filter(sha256=sha256).exists():
        store.remove(store.path_of(sha256))
