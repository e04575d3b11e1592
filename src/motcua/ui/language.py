"""The reader's language: what they chose, else the installation's, never what the browser says.

A commune's shared counter computer often runs an English browser, so `Accept-Language` tells
little; `LANGUAGE_FROM_BROWSER = True` in the settings turns it on for installations that differ.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header


class LanguageMiddleware:
    """Activate the language of the request; takes the place of Django's LocaleMiddleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the chosen language and say so in the headers."""
        code = language_of(request)
        request.LANGUAGE_CODE = code
        with translation.override(code):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", code)
        told_by = ("Cookie", "Accept-Language") if from_browser() else ("Cookie",)
        patch_vary_headers(response, told_by)
        return response


def from_browser() -> bool:
    """Whether the browser's languages count for readers who have chosen none."""
    return bool(getattr(settings, "LANGUAGE_FROM_BROWSER", False))


def language_of(request: HttpRequest) -> str:
    """Return vi, en or id for this request."""
    known = dict(settings.LANGUAGES)
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if chosen in known:
        return chosen
    if from_browser():
        for wanted, _quality in parse_accept_lang_header(
            request.headers.get("Accept-Language", "")
        ):
            try:
                return get_supported_language_variant(wanted)
            except LookupError:
                continue
    return settings.DEFAULT_LANGUAGE if settings.DEFAULT_LANGUAGE in known else "en"
