"""Files in an S3-compatible store, named like those on disk: `ab/cd/abcd…` (SHA-256).

Chosen by `MOTCUA_FILES_URL`: `s3://bucket?endpoint=https://…&region=…&prefix=…`. An object is put
before any row names it; what is read is hashed again before anybody gets it. The store being down
or slow is no fault of the person: everything here raises `StoreDown` then, within seconds.
"""

from __future__ import annotations

import functools
import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import parse_qs, urlsplit

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from storages.backends.s3 import S3Storage

from motcua.documents.types import StoreDown

_CONNECT, _READ, _TRIES = 3, 20, 2  # seconds, seconds, attempts
_MISSING = {"404", "NoSuchKey", "NotFound"}


def chosen() -> bool:
    """Whether files lie in an S3-compatible store."""
    return bool(settings.FILES_URL)


def key_of(sha256: str) -> str:
    """Return the name of an object below the prefix; the caller has checked the hash."""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def write(data: bytes, sha256: str) -> None:
    """Put the content under its hash; safe to repeat, a repetition renews the object's time."""
    with _told():
        client, bucket, prefix = _client()
        client.put_object(
            Bucket=bucket,
            Key=prefix + key_of(sha256),
            Body=data,
            ContentType="application/octet-stream",
            Metadata={"sha256": sha256},
        )


def read(sha256: str) -> BinaryIO:
    """Return the content; raises FileNotFoundError, ValueError when it differs from its name."""
    with _told():
        client, bucket, prefix = _client()
        try:
            found = client.get_object(Bucket=bucket, Key=prefix + key_of(sha256))
        except ClientError as error:
            if _code(error) in _MISSING:
                raise FileNotFoundError(sha256) from error
            raise
        data = found["Body"].read()
    if hashlib.sha256(data).hexdigest() != sha256:
        raise ValueError("the object differs from its name")
    return io.BytesIO(data)


def walk() -> Iterator[tuple[Path, datetime]]:
    """Yield every object that is named by a hash, and when it was put last."""
    with _told():
        client, bucket, prefix = _client()
        pages = client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
        for page in pages:
            for one in page.get("Contents", ()):
                yield Path(one["Key"].removeprefix(prefix)), one["LastModified"]


def put_at(sha256: str) -> datetime | None:
    """Return when an object was put last; None when there is none."""
    with _told():
        client, bucket, prefix = _client()
        try:
            head = client.head_object(Bucket=bucket, Key=prefix + key_of(sha256))
        except ClientError as error:
            if _code(error) in _MISSING:
                return None
            raise
        moment: datetime = head["LastModified"]
        return moment


def remove(sha256: str) -> None:
    """Remove an object; one that is gone already is gone."""
    with _told():
        client, bucket, prefix = _client()
        client.delete_object(Bucket=bucket, Key=prefix + key_of(sha256))


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (BotoCoreError, ClientError, OSError) as error:
        if isinstance(error, FileNotFoundError):
            raise
        raise StoreDown from error


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


def _client() -> tuple[Any, str, str]:
    return _made(settings.FILES_URL, settings.FILES_KEY, settings.FILES_SECRET)


@functools.lru_cache(maxsize=4)
def _made(url: str, key: str, secret: str) -> tuple[Any, str, str]:
    """Return the client of the store that the URL names, its bucket and prefix."""
    parts = urlsplit(url)
    if parts.scheme != "s3" or not parts.netloc:
        raise ValueError("MOTCUA_FILES_URL is s3://bucket?endpoint=…")
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    storage = S3Storage(
        bucket_name=parts.netloc,
        access_key=key or None,
        secret_key=secret or None,
        endpoint_url=options.get("endpoint"),
        region_name=options.get("region", "us-east-1"),
        client_config=Config(
            connect_timeout=_CONNECT,
            read_timeout=_READ,
            retries={"total_max_attempts": _TRIES, "mode": "standard"},
            s3={"addressing_style": options.get("addressing", "path")},
            signature_version="s3v4",
        ),
    )
    prefix = options.get("prefix", "").strip("/")
    return storage.connection.meta.client, parts.netloc, f"{prefix}/" if prefix else ""
