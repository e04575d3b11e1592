"""Pages that are the same for everybody: cached anywhere, asked for again at little cost.

The validator is made without rendering: software, language, address, day, and the state of the
tables behind the page. Browsers must ask each time (`no-cache`), because some of them hand out
a page in the old language after the reader has chosen another one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from motcua import __version__
from motcua.identity.access import public
from motcua.kernel import clock

View = Callable[..., HttpResponse]


def catalogue_page(*states: Callable[[], str]) -> Callable[[View], View]:
    """Mark a public page whose content depends on `states`, the language and the day alone."""

    def mark(view: View) -> View:
        @public
        @require_safe
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if _personal(request):
                response = view(request, *args, **kwargs)
                response["Cache-Control"] = "private, no-cache"
                return response
            etag = _etag(request, [state() for state in states])
            known = get_conditional_response(request, etag=etag)
            answered: HttpResponse = known or view(request, *args, **kwargs)
            if answered.status_code in {200, 304}:
                answered["ETag"] = etag
                answered["Cache-Control"] = "public, no-cache"
            patch_vary_headers(answered, ("Cookie",))
            return answered

        return answer

    return mark


def _personal(request: HttpRequest) -> bool:
    """Whether the frame shows an account, or a message for one person."""
    cookies = {settings.SESSION_COOKIE_NAME, "messages"}
    return getattr(request, "actor", None) is not None or bool(cookies & request.COOKIES.keys())


def _etag(request: HttpRequest, states: list[str]) -> str:
    parts = [
        __version__,
        get_language() or "",
        request.get_full_path(),
        clock.today().isoformat(),
        *states,
    ]
    # Weak: the same page for a reader, though the nonce in it differs.
    return f'W/"{hashlib.sha256("|".join(parts).encode()).hexdigest()[:32]}"'
