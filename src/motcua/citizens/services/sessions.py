"""Sittings at the portal begin, go on and end."""

from __future__ import annotations

import secrets

from motcua.citizens.models import Session
from motcua.citizens.queries import secret_digest
from motcua.kernel import clock


def session_open(
    *,
    person_id: int,
    assurance: int,
    provider_sid: str = "",
    provider_sub: str = "",
    relation_id: int | None = None,
    fixed: bool = False,
) -> str:
    """Begin a sitting; return its secret, which only the browser keeps."""
    secret = secrets.token_urlsafe(32)
    now = clock.now()
    Session.objects.create(
        digest=secret_digest(secret),
        person_id=person_id,
        assurance=assurance,
        provider_sid=provider_sid,
        provider_sub=provider_sub,
        relation_id=relation_id,
        fixed=fixed,
        started_at=now,
        seen_at=now,
    )
    return secret


def session_seen(*, session_id: int) -> None:
    """Start the idle time anew."""
    Session.objects.filter(pk=session_id, ended_at=None).update(seen_at=clock.now())


def session_end(*, session_id: int) -> None:
    """End a sitting for good."""
    Session.objects.filter(pk=session_id, ended_at=None).update(ended_at=clock.now())
