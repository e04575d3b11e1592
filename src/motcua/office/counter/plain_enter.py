"""What Enter meant where no script of the page was there to say it.

A hand scanner ends with Enter, and it may be faster than the page's scripts on a slow line. The
browser then presses the form's first button, which only shows the page again.
"""

from __future__ import annotations

from django.http import QueryDict

from motcua.identity.access import SignedInRequest
from motcua.office.counter.shown import CODE, TOKEN

_FIRST = "check"  # the button that Enter presses by itself


def action_meant(request: SignedInRequest, data: QueryDict, roles: tuple[str, ...]) -> str:
    """Return the action of a form that was sent, as `intake_read` knows it.

    A card that waits in its field is read, papers of a code that was typed are opened; whoever
    pressed a button meant that one, and so did the page's scripts (they name htmx).
    """
    action: str = data.get("action", "")
    if action != _FIRST or "HX-Request" in request.headers:
        return action
    for role in roles:
        if data.get(f"{role}-card", "").strip():
            return f"person:{role}"
    if data.get(CODE, "").strip() and not data.get(TOKEN):
        return "show"
    return action
