"""Where somebody takes in: at home on a visit, at an extra point today, or at the centre."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.contrib import messages
from django.utils.translation import gettext as _

from motcua.dossiers.types import AssistedMode, Submission
from motcua.identity.access import SignedInRequest
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.kernel.errors import NotFound, Refused
from motcua.reception.queries.points import PointView
from motcua.reception.queries.visits import VisitView, visit_get
from motcua.reception.services import point_check, point_took_in, visit_became

SESSION = "point"  # its id and the day: the next morning one is at the centre again


@dataclass(frozen=True)
class Outside:
    """A visit, or a point, for which a dossier is taken in."""

    visit: VisitView | None = None
    point: PointView | None = None

    @property
    def assisted(self) -> AssistedMode:
        """Return how the dossier says that somebody helped."""
        return AssistedMode.HOME if self.visit else AssistedMode.MOBILE

    def filled(self) -> dict[str, str]:
        """Return what is known of person and help, as the names of the form's fields."""
        helped = {"assisted_mode": self.assisted.value}
        if self.visit is None:
            return helped
        return {
            **helped,
            "applicant-name": self.visit.name,
            "applicant-phone": self.visit.phone,
        }


def outside_asked(request: SignedInRequest, text: str) -> Outside | None:
    """Return where an intake happens: the visit named in its address, else the point of today."""
    visit = _visit(request, text)
    if visit is not None:
        return Outside(visit=visit)
    point = point_here(request)
    return Outside(point=point) if point is not None else None


def _visit(request: SignedInRequest, text: str) -> VisitView | None:
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        return None
    try:
        one = visit_get(int(text))
    except NotFound:
        return None
    return one if request.actor.may(Action.RECEPTION_SERVE, one.unit_id) else None


def submission_outside(where: Outside | None, submission: Submission) -> Submission:
    """Return the submission with where it was taken in; it stays with the dossier for good.

    The name of a point is public; of a visit only the round and its day are told.
    """
    if where is None:
        return submission
    told: dict[str, object] = {}
    if where.visit is not None:
        told = {"kind": "home", "round": where.visit.round_number}
        if where.visit.round_day is not None:
            told["day"] = where.visit.round_day.isoformat()
    elif where.point is not None:
        told = {"kind": "point", "point": where.point.id, "name": where.point.name}
    return replace(
        submission,
        assisted_mode=submission.assisted_mode or where.assisted,
        content={**submission.content, "taken_in": told},
    )


def outside_note(request: SignedInRequest, where: Outside | None, code: str) -> None:
    """Link a dossier just made with its visit, or count it for its point; say so if it fails."""
    if where is None:
        return
    try:
        if where.visit is not None:
            visit_became(actor=request.actor, visit_id=where.visit.id, code=code)
        elif where.point is not None:
            point_took_in(actor=request.actor, point_id=where.point.id, code=code)
    except Refused as refusal:
        messages.warning(
            request,
            _("The dossier is taken in, but not linked with where it was: %(why)s")
            % {"why": str(refusal)},
        )


def point_here(request: SignedInRequest) -> PointView | None:
    """Return the point at which somebody said they take in today; None at the centre."""
    kept = request.session.get(SESSION)
    if not isinstance(kept, list) or kept[1:] != [clock.today().isoformat()]:
        return None
    try:
        return point_check(actor=request.actor, point_id=int(kept[0]))
    except NotFound:
        return None


def work_at(request: SignedInRequest, point: PointView) -> None:
    """Remember the point for the rest of the day."""
    request.session[SESSION] = [point.id, clock.today().isoformat()]


def work_at_centre(request: SignedInRequest) -> None:
    """Forget the point."""
    request.session.pop(SESSION, None)
