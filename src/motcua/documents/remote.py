"""Files in an S3-compatible store, named like those on disk: `ab/cd/abcd…` (SHA-256).

Chosen by `MOTCUA_FILES_URL`: `s3://bucket?endpoint=https://…&region=…&prefix=…`. An object is put
before any row names it; what is read is hashed again before anybody gets it. The store being down
or slow is no fault of the person: everything here raises `StoreDown` then, within seconds, and
whoever sent a file keeps it for another try (`uploads`). After the first failures nobody waits any
more: each process leaves the store alone and lets one call try again now and then, so that it
recovers by itself. Moving files is patient instead.
"""

from __future__ import annotations

import functools
import hashlib
import io
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import parse_qs, urlsplit

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from storages.backends.s3 import S3Storage

from motcua.documents.types import StoreDown
from motcua.kernel.breaker import Breaker, CircuitOpen

_CONNECT, _READ, _TRIES = 2, 5, 1  # seconds, seconds, attempts: somebody waits at a page
_PATIENT = 10, 60, 4  # nobody waits
_WHOLE = 30  # seconds in which all of a file must be read
_FAILURES, _PAUSE = 3, 20.0  # in a row until it is left alone, and for how many seconds
_BLOCK = 1 << 18
_MISSING = {"404", "NoSuchKey", "NotFound"}


class _NoAnswer(Exception):
    """The store did not answer, too late, or that it is out of order."""


def chosen() -> bool:
    """Whether files lie in an S3-compatible store."""
    return bool(settings.FILES_URL)


def key_of(sha256: str) -> str:
    """Return the name of an object below the prefix; the caller has checked the hash."""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


@dataclass(frozen=True)
class Bucket:
    """One bucket of a store; everything raises StoreDown when it does not answer in time."""

    client: Any
    name: str
    prefix: str
    seconds: float  # for all of a file
    breaker: Breaker

    def write(self, data: bytes, sha256: str) -> None:
        """Put the content under its hash; safe to repeat, a repetition renews the object's time."""
        with self._told():
            self.client.put_object(
                **self._place(sha256),
                Body=data,
                ContentType="application/octet-stream",
                Metadata={"sha256": sha256},
            )

    def read(self, sha256: str) -> BinaryIO:
        """Return the content; raises FileNotFoundError, ValueError when it is not what it names."""
        with self._told():
            try:
                found = self.client.get_object(**self._place(sha256))
            except ClientError as error:
                if _code(error) not in _MISSING:
                    raise
                data = None
            else:
                data = self._drain(found["Body"])
        if data is None:
            raise FileNotFoundError(sha256)
        if hashlib.sha256(data).hexdigest() != sha256:
            raise ValueError("the object differs from its name")
        return io.BytesIO(data)

    def walk(self) -> Iterator[tuple[Path, datetime]]:
        """Yield every object that is named by a hash, and when it was put last."""
        with self._told():
            pages = self.client.get_paginator("list_objects_v2")
            for page in pages.paginate(Bucket=self.name, Prefix=self.prefix):
                for one in page.get("Contents", ()):
                    yield Path(one["Key"].removeprefix(self.prefix)), one["LastModified"]

    def head(self, sha256: str) -> dict[str, Any] | None:
        """Return size, time and what was said when an object was put; None when there is none."""
        found: dict[str, Any] | None = None
        with self._told():
            try:
                found = self.client.head_object(**self._place(sha256))
            except ClientError as error:
                if _code(error) not in _MISSING:
                    raise
        return found

    def remove(self, sha256: str) -> None:
        """Remove an object; one that is gone already is gone."""
        with self._told():
            self.client.delete_object(**self._place(sha256))

    def erase(self, sha256: str) -> bool:
        """Remove an object with every version of it; False when the store keeps versions.

        A bucket that keeps versions only hides what is deleted. Its versions are destroyed where
        the key may do that; where it may not (docs/operate/backup.md) the bucket's own rule does.
        """
        with self._told():
            place = self._place(sha256)
            answer = self.client.delete_object(**place)
            if not (answer.get("DeleteMarker") or answer.get("VersionId")):
                return True
            try:
                self._versions_erase(place["Key"])
            except ClientError as error:
                if error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 500) >= 500:
                    raise
                return False
        return True

    def _versions_erase(self, key: str) -> None:
        pages = self.client.get_paginator("list_object_versions")
        for page in pages.paginate(Bucket=self.name, Prefix=key):
            for one in (*page.get("Versions", ()), *page.get("DeleteMarkers", ())):
                if one["Key"] == key:
                    self.client.delete_object(Bucket=self.name, Key=key, VersionId=one["VersionId"])

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Say StoreDown for whatever goes wrong; only what is no answer counts for the breaker."""
        try:
            with self.breaker.call(_NoAnswer):
                try:
                    yield
                except ClientError as error:
                    if error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 500) >= 500:
                        raise _NoAnswer from error
                    raise
                except (BotoCoreError, OSError) as error:
                    raise _NoAnswer from error
        except (CircuitOpen, ClientError, _NoAnswer) as error:
            raise StoreDown from error

    def _place(self, sha256: str) -> dict[str, str]:
        return {"Bucket": self.name, "Key": self.prefix + key_of(sha256)}

    def _drain(self, body: Any) -> bytes:
        """Read all of an answer; one that only trickles is as good as none."""
        until = time.monotonic() + self.seconds
        parts = []
        while part := body.read(_BLOCK):
            parts.append(part)
            if time.monotonic() > until:
                raise TimeoutError("the store is too slow")
        return b"".join(parts)


def write(data: bytes, sha256: str) -> None:
    """Put a content into the store that is chosen."""
    _here().write(data, sha256)


def read(sha256: str) -> BinaryIO:
    """Return a content; raises FileNotFoundError, ValueError when it differs from its name."""
    return _here().read(sha256)


def walk() -> Iterator[tuple[Path, datetime]]:
    """Yield every object that is named by a hash, and when it was put last."""
    return _here().walk()


def put_at(sha256: str) -> datetime | None:
    """Return when an object was put last; None when there is none."""
    found = _here().head(sha256)
    return found["LastModified"] if found else None


def remove(sha256: str) -> None:
    """Remove an object; one that is gone already is gone."""
    _here().remove(sha256)


def erase(sha256: str) -> bool:
    """Remove an object with every version of it; False when the store keeps versions."""
    return _here().erase(sha256)


def _now() -> float:
    return time.monotonic()


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


def _here() -> Bucket:
    return bucket(settings.FILES_URL)


def bucket(url: str, *, patient: bool = False) -> Bucket:
    """Return the bucket that a URL names, opened with the keys of the settings; ValueError."""
    return _made(url, settings.FILES_KEY, settings.FILES_SECRET, patient)


@functools.lru_cache(maxsize=4)
def _made(url: str, key: str, secret: str, patient: bool) -> Bucket:  # noqa: FBT001 - cached
    parts = urlsplit(url)
    if parts.scheme != "s3" or not parts.netloc:
        raise ValueError("a store is named s3://bucket?endpoint=…")
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    connect, wait, tries = _PATIENT if patient else (_CONNECT, _READ, _TRIES)
    storage = S3Storage(
        bucket_name=parts.netloc,
        access_key=key or None,
        secret_key=secret or None,
        endpoint_url=options.get("endpoint"),
        region_name=options.get("region", "us-east-1"),
        client_config=Config(
            connect_timeout=connect,
            read_timeout=wait,
            retries={"total_max_attempts": tries, "mode": "standard"},
            s3={"addressing_style": options.get("addressing", "path")},
            signature_version="s3v4",
        ),
    )
    prefix = options.get("prefix", "").strip("/")
    return Bucket(
        client=storage.connection.meta.client,
        name=parts.netloc,
        prefix=f"{prefix}/" if prefix else "",
        seconds=3600 if patient else _WHOLE,
        breaker=Breaker(failures=10_000 if patient else _FAILURES, seconds=_PAUSE, now=_now),
    )
