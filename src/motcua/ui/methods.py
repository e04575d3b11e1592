"""An address that only takes a form, typed into the browser: a page in plain words, not a blank.

Machines keep their own words: only an answer without a body is given one.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from motcua.ui.views.errors import not_this_way


class MethodMiddleware:
    """Give the empty answer 405 its page; status and `Allow` stay as the view set them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Leave every other answer as it is."""
        response = self.get_response(request)
        if not isinstance(response, HttpResponseNotAllowed) or response.content:
            return response
        page = not_this_way(request)
        page.headers["Allow"] = response.headers["Allow"]
        return page
