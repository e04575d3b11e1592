"""The record of who read personal data, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.crypto import salted_hmac

from motcua.kernel.models import AccessRecord

SHOWN = 500


@dataclass(frozen=True)
class Reading:
    """One reading: when, by which account under which posting, of what, why."""

    at: datetime
    account_id: int | None
    posting_id: int | None
    subject: str
    purpose: str


def person_key(id_number: str) -> str:
    """Return the key under which a person's readings are found: a keyed hash, not the number."""
    return salted_hmac("motcua.person", id_number, algorithm="sha256").hexdigest()[:20]


def reading_record(
    *,
    account_id: int | None,
    posting_id: int | None,
    subject: str,
    purpose: str,
    route: str = "",
    id_numbers: Iterable[str] = (),
) -> None:
    """Record one reading of personal data; `subject` is a kind and an id such as `dossier:17`.

    `id_numbers` are those of the people whose data it was: they may ask who looked.
    """
    AccessRecord.objects.create(
        account_id=account_id,
        posting_id=posting_id,
        subject=subject,
        purpose=purpose[:200],
        route=route[:120],
        persons=sorted({person_key(number) for number in id_numbers if number}),
    )


def readings_of(id_number: str, *, subject: str = "", limit: int = SHOWN) -> list[Reading]:
    """Return who read data of the person with this number, the newest first.

    Of one `subject` and what is part of it (`share:7` and `share:7:12`) when it is named: the
    limit counts those alone.
    """
    rows = AccessRecord.objects.filter(persons__contains=[person_key(id_number)])
    if subject:
        rows = rows.filter(Q(subject=subject) | Q(subject__startswith=f"{subject}:"))
    return [
        Reading(row.at, row.account_id, row.posting_id, row.subject, row.purpose)
        for row in rows.order_by("-at", "-pk")[:limit]
    ]
