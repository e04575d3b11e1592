"""Trusted time (RFC 3161): asked over HTTP, and never believed without a look."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from typing import Final

from asn1crypto import cms
from django.conf import settings
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper

from motcua.kernel import clock

TOLERANCE: Final = timedelta(minutes=5)
_instead: ContextVar[TimeStamper | None] = ContextVar("motcua_stamper", default=None)


class _Asked(RequestsHTTPTimeStamper):
    """An authority that must answer what was asked, with a clock near ours."""

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        try:
            token = await super().async_timestamp(message_digest, md_algorithm)
            info = token["content"]["encap_content_info"]["content"].parsed
            imprint = info["message_imprint"]["hashed_message"].native
            told = info["gen_time"].native
        except (AttributeError, ValueError, TypeError, KeyError) as error:
            raise TimestampRequestError("the authority's answer cannot be read") from error
        if imprint != message_digest:
            raise TimestampRequestError("the authority stamped something else")
        if abs(told - clock.now()) > TOLERANCE:
            raise TimestampRequestError("the authority's clock is wrong")
        return token


def stamper() -> TimeStamper | None:
    """Return who tells the time; None when no authority is configured."""
    if (other := _instead.get()) is not None:
        return other
    url = str(settings.TSA_URL or "")
    return _Asked(url, timeout=settings.TSA_TIMEOUT_SECONDS) if url else None


@contextmanager
def stamper_use(other: TimeStamper) -> Iterator[None]:
    """Ask another authority while the block runs: for samples that are made at a held clock."""
    token = _instead.set(other)
    try:
        yield
    finally:
        _instead.reset(token)
