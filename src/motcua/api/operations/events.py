"""The feed of facts as CloudEvents, for systems that follow dossiers."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from motcua.api.answers import answer, next_link
from motcua.api.schemas.queries import EventsQuery
from motcua.api.schemas.work import CloudEventOut, EventsOut
from motcua.api.tokens import Bearer
from motcua.dossiers.queries.feed import FeedEvent, events_after
from motcua.identity.types import Action

router = Router()


@router.get("/events", response=EventsOut, auth=Bearer(Action.DOSSIER_READ))
def events_list(
    request: HttpRequest,
    wanted: Query[EventsQuery],
) -> HttpResponse:
    """Return what happened to the dossiers of the token's units, oldest first.

    Follow `next`: it never skips an event, also not of a transaction that was slow to commit.
    No data of persons is in it, unless somebody wrote some into a reason. Delivery is at least
    once; `id` tells repetitions.
    """
    found = events_after(wanted.after, limit=wanted.limit + 1)
    page = found[: wanted.limit]
    place = page[-1].key if page else wanted.after or "0.0"
    return answer(
        EventsOut(
            items=[_event(one) for one in page],
            next=next_link(request, place) or "",
            more=len(found) > wanted.limit,
        )
    )


def _event(one: FeedEvent) -> CloudEventOut:
    return CloudEventOut(
        specversion="1.0",
        id=str(one.id),
        source=f"{settings.PUBLIC_URL}/api/v1/dossiers",
        type=f"motcua.dossier.{one.type}",
        subject=one.code,
        time=one.at,
        datacontenttype="application/json",
        data={"seq": one.seq, "hash": one.hash, **one.data},
    )
