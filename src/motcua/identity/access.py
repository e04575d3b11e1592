"""The marks of a view: without one of them nobody gets in.

`@public` opens a view to everybody; `@requires(Action.X)` to people whose postings in force allow
the action somewhere (which unit's rows they then see is the scope's and the operation's matter).
`ActorMiddleware` answers 404 for a view without a mark, so a forgotten mark shows at once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest
from django.utils.translation import gettext as _

from motcua.identity.types import Action, Actor
from motcua.kernel.errors import Forbidden, Refused
from motcua.kernel.scope import Scope

View = TypeVar("View", bound=Callable[..., Any])


class SignInNeeded(Refused):
    """Nobody is signed in, or the token given is not, or no longer, good."""

    status = 401


def public(view: View) -> View:
    """Mark a view that everybody may call; its own checks (second factor, …) are its own."""
    view.motcua_public = True  # type: ignore[attr-defined]
    return view


def requires(action: Action) -> Callable[[View], View]:
    """Mark a view as allowed to people who may do `action` somewhere."""

    def mark(view: View) -> View:
        view.motcua_requires = action  # type: ignore[attr-defined]
        return view

    return mark


def fresh(view: View) -> View:
    """Mark a view of sensitive acts: the person must have given the password a moment ago."""
    view.motcua_fresh = True  # type: ignore[attr-defined]
    return view


def is_fresh(view: Callable[..., Any]) -> bool:
    """Return whether a view asks for a sign-in of a moment ago."""
    return getattr(view, "motcua_fresh", False) is True


def keeps_form(view: View) -> View:
    """Mark a `fresh` view whose typed fields wait while the person confirms who it is."""
    view.motcua_keeps_form = True  # type: ignore[attr-defined]
    return view


def is_keeping_form(view: Callable[..., Any]) -> bool:
    """Return whether what was typed into a view waits for its person."""
    return getattr(view, "motcua_keeps_form", False) is True


def before_factor(view: View) -> View:
    """Mark a view that stays open to somebody who must still set up the second factor."""
    view.motcua_before_factor = True  # type: ignore[attr-defined]
    return view


def is_before_factor(view: Callable[..., Any]) -> bool:
    """Return whether a view stays open while a second factor is due."""
    return getattr(view, "motcua_before_factor", False) is True


def for_citizens(view: View) -> View:
    """Mark a view of the citizens' realm; `citizens.access.citizen_only` also checks who comes."""
    view.motcua_for_citizens = True  # type: ignore[attr-defined]
    return view


def is_for_citizens(view: Callable[..., Any]) -> bool:
    """Return whether a view belongs to the citizens' realm, where no official's right counts."""
    return getattr(view, "motcua_for_citizens", False) is True


def required_action(view: Callable[..., Any]) -> Action | None:
    """Return the action that a view is marked with; None for public and unmarked views."""
    action = getattr(view, "motcua_requires", None)
    return action if isinstance(action, Action) else None


def is_public(view: Callable[..., Any]) -> bool:
    """Return whether a view is open to everybody; a view marked with an action never is."""
    return required_action(view) is None and getattr(view, "motcua_public", False) is True


def actor_required(request: HttpRequest, action: Action | None = None) -> Actor:
    """Return who acts, for views that answer refusals themselves (the API).

    Raises SignInNeeded (401) without a person or a good token, Forbidden (403) when the action
    is allowed nowhere.
    """
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        raise SignInNeeded("sign_in_needed", _("Please sign in first."))
    if action is not None and not actor.may(action):
        raise Forbidden("not_allowed", _("None of your postings allows this."), action=action.value)
    return actor


class SignedInRequest(HttpRequest):
    """The request of a `requires` view, for annotations: the middleware has set who acts."""

    actor: Actor
    scope: Scope
