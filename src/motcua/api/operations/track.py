"""Tracking: code and second factor show where a dossier stands, and nothing of any person."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Header, Query, Router

from motcua.api.answers import answer
from motcua.api.schemas.common import Code
from motcua.api.schemas.queries import TrackHeader, TrackQuery
from motcua.api.schemas.work import TrackGroupOut, TrackOut
from motcua.deadlines.explain import explanation_lines
from motcua.dossiers.services.tracking import track_guarded
from motcua.dossiers.views import TrackView
from motcua.filing.groups import group_title
from motcua.filing.queries import GroupView, PartView, filed_track
from motcua.kernel.budget import network_of

router = Router()


@router.get("/track/{code}", response=TrackOut | TrackGroupOut, openapi_extra={"x-problems": [429]})
def dossier_follow(
    request: HttpRequest,
    code: Code,
    wanted: Query[TrackQuery],
    headers: Header[TrackHeader],
) -> HttpResponse:
    """Return where a dossier stands; needs the slip's security code or the token of its QR code.

    `kind` says what the code names: a dossier, or a parent of several that were filed as one (a
    birth), each part with its own code, which is followed with its own factor.
    Give it as header `Security-Code` (better: addresses are logged) or as `?key=`. Ten wrong
    tries a code and twenty a network in a quarter of an hour.
    """
    seen = track_guarded(
        code=code,
        second_factor=headers.security_code or wanted.key,
        network=network_of(request),
        look=filed_track,
    )
    if isinstance(seen, GroupView):
        return answer(TrackGroupOut.model_validate(_group(seen)))
    return answer(TrackOut.model_validate(_out(seen)))


def _group(seen: GroupView) -> dict[str, object]:
    return {
        "kind": "group",
        "code": seen.code,
        "group": seen.kind,
        "title": group_title(seen.kind),
        "state": seen.state.value,
        "submitted_at": seen.sent_at,
        "due_at": seen.due_at,
        "parts": [_part(one) for one in seen.parts],
    }


def _part(part: PartView) -> dict[str, object]:
    seen = part.dossier
    same = ("code", "status", "submitted_at", "accepted_at", "due_at", "ended_at")
    return {
        **{name: getattr(seen, name, None) for name in same},
        "part": part.key,
        "title": part.title,
        "procedure": part.procedure_code,
        "problem": part.problem,
        "competent_unit_name": seen.competent_unit_name if seen else "",
        "waiting": part.waiting,
        "waits_for": part.waits_for,
        "granted": part.finished,
        "due_why": explanation_lines(seen.due_explanation) if seen else (),
    }


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
        "kind": "dossier",
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
