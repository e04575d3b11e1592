"""Files named by their hash: `ab/cd/abcd…`. A path is never made from a person's text.

On disk, or in an S3-compatible store where `MOTCUA_FILES_URL` names one (`remote`).
"""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from django.conf import settings

from motcua.documents import remote

_HASH = re.compile(r"[0-9a-f]{64}")
_PART = re.compile(r"\.[0-9a-f]{32}\.part")
_BLOCK = 1 << 20


def path_of(sha256: str) -> Path:
    """Return where the content of this hash lies; ValueError for anything but a hash."""
    if not _HASH.fullmatch(sha256):
        raise ValueError("not a SHA-256 in lower-case hexadecimal")
    return Path(settings.FILES_DIR) / sha256[:2] / sha256[2:4] / sha256


def write(data: bytes, sha256: str) -> None:
    """Make the content durable under its hash: file, then folder; safe to repeat and to race.

    A good copy that is there already is kept, a damaged one is replaced. The time of the file
    is renewed, so that the sweeper does not take it for forgotten.
    """
    if remote.chosen():
        path_of(sha256)  # nothing but a hash
        remote.write(data, sha256)
    else:
        write_disk(data, sha256)


def write_disk(data: bytes, sha256: str) -> None:
    """Make the content durable on disk, whichever store is chosen."""
    path = path_of(sha256)
    _folders(path.parent)
    if path.exists() and hash_of(path) == sha256:
        os.utime(path)
        return
    part = path.parent / f".{uuid4().hex}.part"
    try:
        with part.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(0o440)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    _sync(path.parent)


def read(sha256: str, size: int) -> BinaryIO:
    """Open a content; raises FileNotFoundError, ValueError when it is not what it should be.

    On disk only the size is compared (`is_good` hashes), from elsewhere everything is hashed.
    """
    path = path_of(sha256)
    if remote.chosen():
        return remote.read(sha256)
    if path.stat().st_size != size:
        raise ValueError("the size differs")
    return path.open("rb")


def is_good(sha256: str, size: int) -> bool:
    """Hash a content again; raises FileNotFoundError."""
    if remote.chosen():
        try:
            return len(remote.read(sha256).read()) == size
        except ValueError:
            return False
    path = path_of(sha256)
    return path.stat().st_size == size and hash_of(path) == sha256


def erase(sha256: str) -> bool:
    """Erase a content from the store and from the folder beside it; False: versions of it stay.

    Also from the folder when a remote store is chosen: what was copied there before it was chosen
    (`moving`) must not outlive it. Raises StoreDown. Harmless to repeat.
    """
    path = path_of(sha256)
    whole = remote.erase(sha256) if remote.chosen() else True
    if path.exists():
        path.unlink(missing_ok=True)
        _sync(path.parent)
    return whole


def is_fresh(sha256: str, seconds: float) -> bool:
    """Whether a content is there and was written, or written once more, within so many seconds."""
    if remote.chosen():
        put_at = remote.put_at(sha256)
        return put_at is not None and put_at.timestamp() >= time.time() - seconds
    try:
        return path_of(sha256).stat().st_mtime >= time.time() - seconds
    except FileNotFoundError:
        return False


def remove(path: Path) -> None:
    """Remove a content or a left-over part; one that is gone already is gone."""
    if remote.chosen():
        remote.remove(path.name)
    else:
        path.unlink(missing_ok=True)


def hash_of(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def walk(*, older_than_seconds: float) -> Iterator[Path]:
    """Yield contents and left-over parts that nobody has touched for so long."""
    if remote.chosen():
        for path, put_at in remote.walk():
            old = put_at.timestamp() < time.time() - older_than_seconds
            if old and _HASH.fullmatch(path.name):
                yield path
        return
    for path in Path(settings.FILES_DIR).glob("??/??/*"):
        known = _HASH.fullmatch(path.name) or _PART.fullmatch(path.name)
        if known and is_older(path, older_than_seconds):
            yield path


def is_older(path: Path, seconds: float) -> bool:
    """Whether the file is there and nobody has touched it for so long (by the machine's clock)."""
    if remote.chosen():
        put_at = remote.put_at(path.name)
        return put_at is not None and put_at.timestamp() < time.time() - seconds
    try:
        return path.stat().st_mtime < time.time() - seconds
    except FileNotFoundError:  # somebody else was faster
        return False


def is_part(path: Path) -> bool:
    """Whether this is what a killed writer left behind."""
    return _PART.fullmatch(path.name) is not None


def _folders(folder: Path) -> None:
    """Make the folders, each durable in its parent."""
    if folder.is_dir():
        return
    _folders(folder.parent)
    folder.mkdir(exist_ok=True)
    _sync(folder.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
