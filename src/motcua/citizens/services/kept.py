"""What was typed when a sitting ended is kept for an hour, for the same person only."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import timedelta

from django.conf import settings

from motcua.citizens.models import KeptForm, Session
from motcua.citizens.queries import secret_digest
from motcua.citizens.types import KeptView
from motcua.kernel import clock

LIFE = timedelta(hours=1)
LARGEST = 200_000  # characters of all fields
MOST = 5  # forms of one person at once; the newest stay


def form_keep(*, session_id: int, path: str, fields: Mapping[str, list[str]]) -> str:
    """Keep the fields of a form sent after the sitting's end; return the browser's secret.

    Nothing is kept of a form that is too large: the secret is empty then. Files are not kept.
    """
    kept = {name: values for name, values in fields.items() if name != "csrfmiddlewaretoken"}
    if sum(len(v) for values in kept.values() for v in values) > LARGEST or len(path) > 500:
        return ""
    now = clock.now()
    forms_forget()
    sitting = Session.objects.get(pk=session_id)
    if now - sitting.started_at > timedelta(seconds=settings.CITIZEN_SESSION_SECONDS) + LIFE:
        return ""
    recent = KeptForm.objects.filter(person_id=sitting.person_id)
    recent.filter(pk__in=recent.order_by("-pk").values("pk")[MOST - 1 :]).delete()
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


def forms_forget() -> int:
    """Remove what was kept longer ago than its hour; return how many."""
    return KeptForm.objects.filter(created_at__lt=clock.now() - LIFE).delete()[0]


def form_resume(*, secret: str, person_id: int) -> KeptView | None:
    """Return what was kept for this browser and person; for whom it was typed stands in it."""
    row = KeptForm.objects.filter(
        browser=secret_digest(secret), person_id=person_id, created_at__gte=clock.now() - LIFE
    ).first()
    if row is None:
        return None
    return KeptView(path=row.path, fields=row.fields, relation_id=row.relation_id)
