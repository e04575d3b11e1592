"""Who may call an operation: a bearer token whose scopes hold the action."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security.http import HttpAuthBase

from motcua.identity.access import SignInNeeded, actor_required
from motcua.identity.types import Action, Actor
from motcua.kernel.errors import Forbidden
from motcua.kernel.scope import NOTHING


class Bearer(HttpAuthBase):
    """Needs a token with the action among its scopes; a session's cookie opens nothing here.

    Without a cookie's power no other site can make a browser call the API.
    """

    openapi_scheme = "bearer"
    openapi_bearerFormat = "motcua_…"  # noqa: N815 - the name in the OpenAPI document

    def __init__(self, *actions: Action) -> None:
        self.actions = actions
        super().__init__()

    def __call__(self, request: HttpRequest) -> Any:
        """Return who acts; one of the actions is enough. Raises SignInNeeded or Forbidden."""
        actor: Actor | None = getattr(request, "actor", None)
        if actor is None or actor.token_id is None:
            raise SignInNeeded("sign_in_needed", _("Send a valid token: Authorization: Bearer …"))
        if not any(actor.may(action) for action in self.actions):
            actor_required(request, self.actions[0])
        if actor.scope == NOTHING:
            raise Forbidden(
                "scope_missing",
                _("This token sees no dossiers: it also needs a scope such as dossier.read."),
            )
        return actor


def actor_of(request: HttpRequest) -> Actor:
    """Return who acts in an operation behind `Bearer`."""
    actor: Actor = request.auth  # type: ignore[attr-defined]
    return actor
