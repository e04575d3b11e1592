"""The names of queues in the language of whoever reads."""

from __future__ import annotations

from django.utils.translation import get_language

from motcua.reception.models import Queue


def queue_name(row: Queue) -> str:
    """Return the name of a queue in the language in force; in Vietnamese where it has no other."""
    others = {"en": row.name_en, "id": row.name_id}
    return others.get((get_language() or "vi").partition("-")[0], "") or row.name
