"""Reads of ratings and petitions; the scope decides whose."""

from __future__ import annotations

from django.utils.translation import gettext as _

from motcua.feedback import rules
from motcua.feedback.models import Petition, Rating
from motcua.feedback.types import (
    PetitionKind,
    PetitionState,
    PetitionStep,
    PetitionView,
    RatingView,
    Score,
)
from motcua.kernel import clock
from motcua.kernel.errors import NotFound


def rating_of(dossier_id: int) -> RatingView | None:
    """Return what was said about a dossier, or None."""
    row = Rating.objects.filter(dossier_id=dossier_id).first()
    if row is None:
        return None
    return RatingView(row.dossier_id, Score(row.score), row.comment, row.rated_at)


def ratings_shown() -> list[tuple[str, RatingView]]:
    """Return every rating that the scope shows with its dossier's code, the newest first.

    For a person: what was said about their own dossiers.
    """
    rows = Rating.objects.select_related("dossier").order_by("-pk")
    return [
        (row.dossier.code, RatingView(row.dossier_id, Score(row.score), row.comment, row.rated_at))
        for row in rows
    ]


def petition_get(number: str) -> PetitionView:
    """Return a petition with its steps; raises NotFound out of scope."""
    row = Petition.objects.filter(number=number).prefetch_related("events").first()
    if row is None:
        raise NotFound("petition_unknown", _("There is no such petition here."))
    steps = tuple(
        PetitionStep(e.at, PetitionState(e.state), e.text, e.account_id is not None)
        for e in row.events.all()
    )
    return _view(row, steps)


def petitions_of_person(person_id: int) -> list[PetitionView]:
    """Return a person's petitions, newest first."""
    return [_view(row) for row in Petition.objects.filter(person_id=person_id).order_by("-pk")]


def petitions_open(unit_ids: frozenset[int], *, limit: int = 200) -> list[PetitionView]:
    """Return the open petitions of some units, the most urgent first."""
    states = [state.value for state in rules.OPEN]
    found = Petition.objects.filter(unit_id__in=unit_ids, state__in=states)
    return [_view(row) for row in found.order_by("due_at", "pk")[:limit]]


def petitions_closed(unit_ids: frozenset[int], *, limit: int = 50) -> list[PetitionView]:
    """Return the latest petitions of some units that need nothing more."""
    states = [state.value for state in rules.OPEN]
    found = Petition.objects.filter(unit_id__in=unit_ids).exclude(state__in=states)
    return [_view(row) for row in found.order_by("-pk")[:limit]]


def _view(row: Petition, steps: tuple[PetitionStep, ...] = ()) -> PetitionView:
    state = PetitionState(row.state)
    return PetitionView(
        id=row.pk,
        number=row.number,
        version=row.version,
        kind=PetitionKind(row.kind),
        text=row.text,
        state=state,
        dossier_code=row.dossier_code,
        person_id=row.person_id,
        unit_id=row.unit_id,
        received_at=row.received_at,
        due_at=row.due_at,
        steps=steps,
        late=state in rules.OPEN and row.due_at is not None and row.due_at < clock.now(),
    )
