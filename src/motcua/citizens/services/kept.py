"""What was typed when a sitting ended is kept for an hour, for the same person only."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import timedelta

from motcua.citizens.models import KeptForm, Session
from motcua.citizens.queries import secret_digest
from motcua.citizens.types import KeptView
from motcua.kernel import clock

LIFE = timedelta(hours=1)
LARGEST = 200_000  # characters of all fields


def form_keep(*, session_id: int, path: str, fields: Mapping[str, list[str]]) -> str:
    """Keep the fields of a form sent after the sitting's end; return the browser's secret.

    Nothing is kept of a form that is too large: the secret is empty then. Files are not kept.
    """
    kept = {name: values for name, values in fields.items() if name != "csrfmiddlewaretoken"}
    if sum(len(v) for values in kept.values() for v in values) > LARGEST or len(path) > 500:
        return ""
    now = clock.now()
    KeptForm.objects.filter(created_at__lt=now - LIFE).delete()
    sitting = Session.objects.get(pk=session_id)
    secret = secrets.token_urlsafe(32)
    KeptForm.objects.create(
        browser=secret_digest(secret),
        person_id=sitting.person_id,
        relation_id=sitting.relation_id,
        path=path,
        fields=kept,
        created_at=now,
    )
    return secret


def form_resume(*, secret: str, person_id: int, session_id: int) -> KeptView | None:
    """Return what was kept for this browser and person; the sitting acts for whom it acted."""
    row = KeptForm.objects.filter(
        browser=secret_digest(secret), person_id=person_id, created_at__gte=clock.now() - LIFE
    ).first()
    if row is None:
        return None
    if row.relation_id is not None:
        Session.objects.filter(pk=session_id, fixed=False).update(relation_id=row.relation_id)
    return KeptView(path=row.path, fields=row.fields)
