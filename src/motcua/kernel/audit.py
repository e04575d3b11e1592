"""The record of who read personal data, and why."""

from __future__ import annotations

from motcua.kernel.models import AccessRecord


def reading_record(
    *, account_id: int | None, posting_id: int | None, subject: str, purpose: str, route: str = ""
) -> None:
    """Record one reading of personal data; `subject` is a kind and an id such as `dossier:17`."""
    AccessRecord.objects.create(
        account_id=account_id,
        posting_id=posting_id,
        subject=subject,
        purpose=purpose[:200],
        route=route[:120],
    )
