"""The first page after sign-in: straight to what this person's roles need first."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action

# The first right that the person has leads; leaders and officers work, viewers look.
FIRST = (
    (Action.WORK_CLAIM, "office:worklist"),
    (Action.BOARD_READ, "office:board"),
    (Action.WORK_READ, "office:worklist"),
    (Action.DOSSIER_READ, "office:search"),
    (Action.PROCEDURE_OFFER, "office:offerings"),
    (Action.ACCOUNT_ADMIN, "office:accounts"),
    (Action.OFFICE_ENTER, "office:profile"),
)


@requires(Action.OFFICE_ENTER)
@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    """Redirect; nobody has to look for their work."""
    for action, page in FIRST:
        if not request.actor.may(action):
            continue
        try:
            return redirect(reverse(page))
        except NoReverseMatch:
            continue
    raise AssertionError("everybody has a profile")
