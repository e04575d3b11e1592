"""Moving stored files between stores: the folder on disk, S3-compatible stores.

Copies while the system serves; each content is hashed when it is read, and again where it arrived
before anything is removed. Broken off anywhere it goes on where it stopped: what is there is left.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from motcua.documents import remote, store
from motcua.documents.models import StoredFile

DISK = "disk"
_BATCH = 500


class End(Protocol):
    """Where contents come from or go to; `read` raises FileNotFoundError, ValueError, StoreDown."""

    def has(self, sha256: str, size: int) -> bool: ...  # noqa: D102
    def read(self, sha256: str) -> bytes: ...  # noqa: D102
    def write(self, data: bytes, sha256: str) -> None: ...  # noqa: D102
    def remove(self, sha256: str) -> None: ...  # noqa: D102


class Disk:
    """The folder `MOTCUA_FILES_DIR`."""

    def has(self, sha256: str, size: int) -> bool:
        """Whether a content of this size lies there."""
        try:
            return store.path_of(sha256).stat().st_size == size
        except FileNotFoundError:
            return False

    def read(self, sha256: str) -> bytes:
        """Return a content, hashed."""
        path = store.path_of(sha256)
        if store.hash_of(path) != sha256:
            raise ValueError("the file differs from its name")
        return path.read_bytes()

    def write(self, data: bytes, sha256: str) -> None:
        """Make a content durable."""
        store.write_disk(data, sha256)

    def remove(self, sha256: str) -> None:
        """Remove a content."""
        store.path_of(sha256).unlink(missing_ok=True)


class Remote:
    """A bucket; its answers are waited for."""

    def __init__(self, url: str) -> None:
        self._bucket = remote.bucket(url, patient=True)

    def has(self, sha256: str, size: int) -> bool:
        """Whether an object of this size was put there under this hash."""
        found = self._bucket.head(sha256)
        return found is not None and found["ContentLength"] == size

    def read(self, sha256: str) -> bytes:
        """Return a content, hashed."""
        return self._bucket.read(sha256).read()

    def write(self, data: bytes, sha256: str) -> None:
        """Put a content."""
        self._bucket.write(data, sha256)

    def remove(self, sha256: str) -> None:
        """Remove an object."""
        self._bucket.remove(sha256)


@dataclass
class Moved:
    """What a move did: numbers of contents, and the hashes of those that could not be moved."""

    copied: int = 0
    there: int = 0
    removed: int = 0
    missing: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Whether everything lies where it was to go."""
        return not self.missing and not self.damaged


def end_of(name: str) -> End:
    """Return the store that `disk` or an address s3://… names; ValueError for anything else."""
    return Disk() if name == DISK else Remote(name)


def files_move(
    source: End, target: End, *, remove: bool = False, tell: Callable[[Moved], None] | None = None
) -> Moved:
    """Copy every content that a row names from one store to another; return what was done.

    With `remove` a content leaves the source once it was read back from the target and its hash
    agrees. Safe to repeat and to break off. Raises StoreDown when a store does not answer.
    """
    moved = Moved()
    rows = StoredFile.objects.order_by("pk").values_list("sha256", "size")
    for number, (sha256, size) in enumerate(rows.iterator(chunk_size=_BATCH), start=1):
        if _copy(source, target, sha256, size, moved) and remove:
            _remove(source, target, sha256, size, moved)
        if tell is not None and number % _BATCH == 0:
            tell(moved)
    return moved


def _copy(source: End, target: End, sha256: str, size: int, moved: Moved) -> bool:
    """Copy one content unless it is there; return whether it is there now."""
    if target.has(sha256, size):
        moved.there += 1
        return True
    try:
        data = source.read(sha256)
    except FileNotFoundError:
        if StoredFile.objects.filter(sha256=sha256).exists():  # not forgotten meanwhile
            moved.missing.append(sha256)
        return False
    except ValueError:
        moved.damaged.append(sha256)
        return False
    target.write(data, sha256)
    moved.copied += 1
    return True


def _remove(source: End, target: End, sha256: str, size: int, moved: Moved) -> None:
    if not source.has(sha256, size):
        return
    try:
        target.read(sha256)
    except (FileNotFoundError, ValueError):
        moved.damaged.append(sha256)
        return
    source.remove(sha256)
    moved.removed += 1
