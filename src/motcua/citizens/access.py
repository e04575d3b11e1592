"""The mark of the pages of people signed in at the portal, and the check of their level.

`@citizen_only` opens a view to a citizen or organisation signed in with the national identity,
and to nobody else: an official's session means nothing there. `CitizenMiddleware` leads others
to the sign-in page; the mark itself answers 404 should the middleware ever be missing.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from motcua.citizens.rules import assurance_met
from motcua.citizens.types import CitizenActor, SessionView
from motcua.identity.access import for_citizens
from motcua.kernel.scope import Scope

View = Callable[..., HttpResponseBase]


class CitizenRequest(HttpRequest):
    """The request of a `citizen_only` view, for annotations."""

    citizen: CitizenActor
    scope: Scope
    citizen_session: SessionView


def citizen_only(view: View) -> View:
    """Mark a view for people signed in at the portal; `request.citizen` is who acts."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if getattr(request, "citizen", None) is None:
            raise Http404
        return view(request, *args, **kwargs)

    return for_citizens(answer)


def loa_met(request: HttpRequest, min_loa: int) -> bool:
    """Return whether whoever is signed in has at least this level (1 or 2); nobody has none.

    A page that needs more renders the way that remains open (counter, post), never an error:
    see `portal/_level_too_low.html`.
    """
    citizen: CitizenActor | None = getattr(request, "citizen", None)
    return assurance_met(have=citizen.assurance if citizen else 0, wanted=min_loa)
