"""Sign-ins under review, as the officers whose case it is see them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from motcua.citizens.models import IdentityReview, Person, ReviewLine
from motcua.citizens.queries.people import person_view
from motcua.citizens.types import (
    Identity,
    PersonKind,
    PersonView,
    ReviewLineView,
    ReviewState,
    ReviewView,
)
from motcua.kernel.errors import NotFound
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.organisations.queries import units_by_ids
from motcua.organisations.types import PROVINCE_KINDS

MOST = 200
CLOSED = 30


def reviews_open(unit_ids: Iterable[int]) -> list[ReviewView]:
    """Return the cases that officers of these units decide, the oldest first.

    Only those that the scope in force shows; cases without a place are the province's.
    """
    rows = _shown(unit_ids, Q(state=ReviewState.OPEN.value))
    return [_view(row, ()) for row in sorted(rows, key=lambda row: (row.last_at, row.pk))[:MOST]]


def reviews_closed(unit_ids: Iterable[int]) -> list[ReviewView]:
    """Return what was decided last."""
    rows = _shown(unit_ids, ~Q(state=ReviewState.OPEN.value))
    latest = sorted(rows, key=lambda row: (row.decided_at or row.last_at, row.pk), reverse=True)
    return [_view(row, ()) for row in latest[:CLOSED]]


def review_for_officer(review_id: int, unit_ids: Iterable[int]) -> ReviewView:
    """Return one case with whom it concerns; raises NotFound for another unit's.

    The wall decides whether the case is shown; the persons are read as the system, for no unit's
    scope shows a person.
    """
    rows = _shown(unit_ids, Q(pk=review_id))
    if not rows:
        raise NotFound("review_unknown", _("There is no such case here."))
    with scope_use(SYSTEM):
        found = _view(rows[0], review_others(rows[0]))
        lines = ReviewLine.objects.filter(review_id=found.id).order_by("pk")
        return replace(found, lines=tuple(_line(line) for line in lines))


def review_others(row: IdentityReview) -> tuple[tuple[PersonView, str], ...]:
    """Return the persons known under the number or the technical id, with the end of theirs."""
    return tuple((person_view(one), (one.technical_id or "")[-4:]) for one in review_persons(row))


def review_persons(row: IdentityReview | Identity) -> QuerySet[Person]:
    """Return whom a case, or a sign-in, concerns, in the order in which they are locked."""
    found = Person.objects.filter(
        Q(technical_id=row.technical_id) | Q(kind=row.kind, id_number=row.id_number)
    )
    return found.order_by("pk")


def province_among(unit_ids: Iterable[int]) -> bool:
    """Whether somebody with these units decides for a whole province."""
    return any(unit.kind in PROVINCE_KINDS for unit in units_by_ids(unit_ids).values())


def _shown(unit_ids: Iterable[int], wanted: Q) -> list[IdentityReview]:
    """Return the newest cases of these units through the wall, and those of nowhere."""
    ids = set(unit_ids)
    newest = IdentityReview.objects.filter(wanted).order_by("-last_at", "-pk")
    rows = list(newest.filter(unit_id__in=ids)[:MOST])
    if province_among(ids):
        with scope_use(SYSTEM):
            rows += newest.filter(unit_id__isnull=True)[:MOST]
    return rows


def _line(line: ReviewLine) -> ReviewLineView:
    return ReviewLineView(
        at=line.at,
        state=ReviewState(line.state),
        account_id=line.account_id,
        note=line.note,
        claimed=line.claimed,
    )


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
