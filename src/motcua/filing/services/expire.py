"""What nobody touched for a long time: a warning, then put away, then gone."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F

from motcua.citizens.queries import person_get
from motcua.filing.models import Draft, Supply
from motcua.filing.types import DraftState
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.notices.services import notice_send
from motcua.notices.types import Notice, Recipient
from motcua.procedures.queries import version_get

CHUNK = 500


def drafts_expire() -> tuple[int, int, int]:
    """Warn, put away, forget; return how many of each. Safe to repeat at any time.

    A draft is warned of `DRAFT_WARNING_DAYS` before its end; put away it can still be taken back
    for `DRAFT_UNDO_DAYS`; then it is deleted with the links to its files. What was put up for a
    request of the office and never sent is forgotten after `DRAFT_DAYS`.
    """
    now = clock.now()
    with scope_use(SYSTEM):
        warned = _warn(now + timedelta(days=settings.DRAFT_WARNING_DAYS))
        put_away = Draft.objects.filter(state=DraftState.OPEN, expires_at__lte=now).update(
            state=DraftState.DISCARDED, discarded_at=now, version=F("version") + 1
        )
        ended = now - timedelta(days=settings.DRAFT_UNDO_DAYS)
        old = Draft.objects.filter(state=DraftState.DISCARDED, discarded_at__lte=ended)
        forgotten = old.count()
        old.delete()
        kept = timedelta(days=settings.DRAFT_DAYS)
        Supply.objects.filter(saved_at__lte=now - kept).delete()
    return warned, put_away, forgotten


def _tell(row: Draft) -> None:
    """Tell whoever began it, once for each time that it nears its end."""
    person = person_get(row.person_id)
    notice_send(
        Notice(
            key=f"draft:{row.public_id}:{row.expires_at.date().isoformat()}",
            template="draft_expires",
            recipient=Recipient(
                person_id=person.id,
                email=person.email,
                phone=person.phone,
                language=person.language,
            ),
            subject=f"draft:{row.public_id}",
            values={
                "procedure": version_get(row.version_id).name,
                "expires_on": clock.local(row.expires_at).date().isoformat(),
            },
            path="/my/drafts/",
        )
    )


def _warn(until: object) -> int:
    with transaction.atomic():
        soon = Draft.objects.filter(
            state=DraftState.OPEN, expires_at__lte=until, warned_at__isnull=True
        ).order_by("expires_at", "id")
        rows = list(soon.select_for_update(skip_locked=True)[:CHUNK])
        for row in rows:
            row.warned_at = clock.now()
            _tell(row)
        Draft.objects.bulk_update(rows, ["warned_at"])
    return len(rows)
