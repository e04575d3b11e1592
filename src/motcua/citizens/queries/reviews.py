"""Sign-ins under review, as the officers whose case it is see them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from motcua.citizens.models import IdentityReview, Person
from motcua.citizens.queries.people import person_view
from motcua.citizens.types import PersonKind, PersonView, ReviewState, ReviewView
from motcua.kernel.errors import NotFound
from motcua.kernel.scope import SYSTEM, scope_use

MOST = 200
CLOSED = 30


def reviews_open(unit_ids: Iterable[int]) -> list[ReviewView]:
    """Return the cases that officers of these units decide, the oldest first.

    Only those that the scope in force shows; cases without a place belong to every unit.
    """
    found = IdentityReview.objects.filter(_of(unit_ids), state=ReviewState.OPEN.value)
    return [_view(row, ()) for row in found.order_by("last_at", "pk")[:MOST]]


def reviews_closed(unit_ids: Iterable[int]) -> list[ReviewView]:
    """Return what was decided last."""
    found = IdentityReview.objects.filter(_of(unit_ids)).exclude(state=ReviewState.OPEN.value)
    return [_view(row, ()) for row in found.order_by("-decided_at", "-pk")[:CLOSED]]


def review_for_officer(review_id: int, unit_ids: Iterable[int]) -> ReviewView:
    """Return one case with whom it concerns; raises NotFound for another unit's.

    The wall decides whether the case is shown; the persons are read as the system, for no unit's
    scope shows a person.
    """
    row = IdentityReview.objects.filter(_of(unit_ids), pk=review_id).first()
    if row is None:
        raise NotFound("review_unknown", _("There is no such case here."))
    with scope_use(SYSTEM):
        return _view(row, review_others(row))


def review_others(row: IdentityReview) -> tuple[tuple[PersonView, str], ...]:
    """Return the persons known under the number or the technical id, with the end of theirs."""
    found = Person.objects.filter(
        Q(technical_id=row.technical_id) | Q(kind=row.kind, id_number=row.id_number)
    )
    return tuple((person_view(one), (one.technical_id or "")[-4:]) for one in found.order_by("pk"))


def _of(unit_ids: Iterable[int]) -> Q:
    return Q(unit_id__in=set(unit_ids)) | Q(unit_id__isnull=True)


def _view(row: IdentityReview, others: tuple[tuple[PersonView, str], ...]) -> ReviewView:
    return ReviewView(
        id=row.pk,
        kind=PersonKind(row.kind),
        reason=row.reason,
        state=ReviewState(row.state),
        name=row.name,
        id_number=row.id_number,
        technical_end=row.technical_id[-4:],
        birth_date=row.birth_date,
        sex=row.sex,
        address=row.address,
        phone=row.phone,
        email=row.email,
        tries=row.tries,
        last_at=row.last_at,
        unit_id=row.unit_id,
        others=others,
        decided_at=row.decided_at,
        decided_by=row.decided_by,
        note=row.decision_note,
    )
