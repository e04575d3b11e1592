"""The order of locks around a visit: first its round, then the visit, as the office does it.

Whatever happens to a visit on a round is written with that round, whose row the database then
holds too. Taken after the visit, it would meet an office that holds the round and wants its visits.
"""

from __future__ import annotations

from django.db import transaction

from motcua.reception.models import Round, Visit
from motcua.reception.services._visit import visit_lock


class _MovedError(Exception):
    """The visit came onto another round between the look and the lock."""


def round_visit_lock(visit_id: int) -> Visit:
    """Return a request under its lock, its round locked before it; raises NotFound out of scope.

    A visit that was moved meanwhile is let go and asked for again.
    """
    while True:
        try:
            with transaction.atomic():  # what it locked is let go when it is left by the error
                return _try(visit_id)
        except _MovedError:
            continue


def _try(visit_id: int) -> Visit:
    round_id = Visit.objects.filter(id=visit_id).values_list("round_id", flat=True).first()
    if round_id is not None:
        Round.objects.select_for_update().filter(id=round_id).first()
    row = visit_lock(visit_id)
    if row.round_id not in {None, round_id}:
        raise _MovedError
    return row
