"""Pages that are the same for everybody: cached anywhere, asked for again at little cost.

The validator is made without rendering: software, language, address, day, and the state of the
tables behind the page. Browsers must ask each time (`no-cache`), because some of them hand out
a page in the old language after the reader has chosen another one.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.http import require_safe

from motcua.identity.access import public
from motcua.kernel import clock
from motcua.portal.fast import etag_of, nobodys, promise

View = Callable[..., HttpResponse]


def catalogue_page(*states: Callable[[], str]) -> Callable[[View], View]:
    """Mark a public page whose content depends on `states`, the language and the day alone."""

    def state() -> Hashable:
        return (clock.today().isoformat(), *(one() for one in states))

    def mark(view: View) -> View:
        @public
        @require_safe
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not nobodys(request):
                response = view(request, *args, **kwargs)
                response["Cache-Control"] = "private, no-cache"
                return response
            value = state()  # before the page: what changes meanwhile is told by the next state
            etag = etag_of(request, value)
            known = get_conditional_response(request, etag=etag)
            answered: HttpResponse = known or view(request, *args, **kwargs)
            if answered.status_code in {200, 304}:
                answered["ETag"] = etag
                answered["Cache-Control"] = "public, no-cache"
                promise(answered, state, value)
            patch_vary_headers(answered, ("Cookie",))
            return answered

        return answer

    return mark
