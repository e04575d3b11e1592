"""Sign-ins that two persons seem to claim: what waits in one's own units, and what was decided."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.citizens.queries import reviews_closed, reviews_open
from motcua.citizens.words import review_word
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action


@requires(Action.IDENTITY_REVIEW)
@require_safe
def identity_reviews(request: SignedInRequest) -> HttpResponse:
    """List what waits, the oldest first."""
    units = request.actor.unit_ids_for(Action.IDENTITY_REVIEW)
    context = {
        "waiting": reviews_open(units),
        "closed": [(one, review_word(one.state)) for one in reviews_closed(units)],
    }
    return render(request, "office/identity_reviews.html", context)
