"""Tracking: code and second factor show where a dossier stands, and nothing of any person."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Header, Query, Router

from motcua.api.answers import answer
from motcua.api.schemas.common import Code
from motcua.api.schemas.queries import TrackHeader, TrackQuery
from motcua.api.schemas.work import TrackOut
from motcua.deadlines.explain import explanation_lines
from motcua.dossiers.services.tracking import dossier_track_guarded
from motcua.dossiers.views import TrackView
from motcua.kernel.budget import network_of

router = Router()


@router.get("/track/{code}", response=TrackOut, openapi_extra={"x-problems": [429]})
def dossier_follow(
    request: HttpRequest,
    code: Code,
    wanted: Query[TrackQuery],
    headers: Header[TrackHeader],
) -> HttpResponse:
    """Return where a dossier stands; needs the slip's security code or the token of its QR code.

    Give it as header `Security-Code` (better: addresses are logged) or as `?key=`. Ten wrong
    tries a code and twenty a network in a quarter of an hour.
    """
    seen = dossier_track_guarded(
        code=code, second_factor=headers.security_code or wanted.key, network=network_of(request)
    )
    return answer(TrackOut.model_validate(_out(seen)))


def _out(seen: TrackView) -> dict[str, object]:
    same = (
        "code",
        "status",
        "phase",
        "procedure_name",
        "receiving_unit_name",
        "competent_unit_name",
        "return_unit_name",
        "holder_unit_name",
        "return_method",
        "submitted_at",
        "accepted_at",
        "due_at",
        "suspended_from",
        "ended_at",
        "returned_at",
        "unpaid_vnd",
    )
    return {
        **{name: getattr(seen, name) for name in same},
        "procedure": seen.procedure_code,
        "due_why": explanation_lines(seen.due_explanation),
        "supplement": seen.supplement.items if seen.supplement else (),
        "steps": [
            {
                "name": step.name,
                "state": step.state,
                "unit_name": step.unit_name,
                "done_at": step.done_at,
                "due_at": step.due_at,
            }
            for step in seen.steps
        ],
        "events": [{"type": type_, "at": at} for type_, at in seen.events],
    }
