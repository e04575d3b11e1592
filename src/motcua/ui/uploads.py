"""Where a form with files leads: told to the page's script, which alone may go there.

A script that sends a form follows a redirect by itself and so reads the next page, with its
message "recorded", before the person does; the page they then see has lost it.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

ASKED, TOLD = "X-Upload", "X-Location"


class UploadMiddleware:
    """Answer a redirect of a form sent with progress (`ui/page.js`) by the name of its address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Leave every other answer as it is."""
        response = self.get_response(request)
        if ASKED in request.headers and response.status_code in {301, 302, 303, 307, 308}:
            response.headers[TOLD] = response.headers["Location"]
            del response.headers["Location"]
            response.status_code = 200
        return response
