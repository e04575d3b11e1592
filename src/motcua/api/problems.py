"""Refusals as problem+json (RFC 9457): one shape for everything that is not the answer."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja.errors import HttpError, ValidationError

from motcua.kernel.errors import FieldProblem, Invalid, Refused, Stale

log = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
TITLES = {
    400: gettext_lazy("The request cannot be read"),
    401: gettext_lazy("A valid token is needed"),
    403: gettext_lazy("Not allowed"),
    404: gettext_lazy("Not found"),
    405: gettext_lazy("This method is not possible here"),
    409: gettext_lazy("Not possible at present"),
    412: gettext_lazy("Changed in the meantime"),
    413: gettext_lazy("Too large"),
    415: gettext_lazy("This media type is not taken"),
    422: gettext_lazy("Something is wrong with the input"),
    428: gettext_lazy("The version is missing"),
    429: gettext_lazy("Too many tries"),
    500: gettext_lazy("Something broke on our side"),
}
# What pydantic found, by its kind; the words are ours, in the reader's language.
_MESSAGES = {
    "missing": gettext_lazy("This field is required."),
    "extra_forbidden": gettext_lazy("There is no such field."),
    "string_type": gettext_lazy("Enter text."),
    "string_too_long": gettext_lazy("This is too long; %(max_length)s characters at most."),
    "string_too_short": gettext_lazy("This is too short; %(min_length)s characters at least."),
    "string_pattern_mismatch": gettext_lazy("This is not written in the expected form."),
    "int_type": gettext_lazy("Enter a whole number."),
    "int_parsing": gettext_lazy("Enter a whole number."),
    "bool_type": gettext_lazy("Enter true or false."),
    "bool_parsing": gettext_lazy("Enter true or false."),
    "list_type": gettext_lazy("Enter a list."),
    "dict_type": gettext_lazy("Enter an object."),
    "model_type": gettext_lazy("Enter an object."),
    "model_attributes_type": gettext_lazy("Enter an object."),
    "too_long": gettext_lazy("There are too many entries; %(max_length)s at most."),
    "too_short": gettext_lazy("There are too few entries; %(min_length)s at least."),
    "literal_error": gettext_lazy("Choose one of: %(expected)s."),
    "greater_than_equal": gettext_lazy("Enter a number of at least %(ge)s."),
    "less_than_equal": gettext_lazy("Enter a number of at most %(le)s."),
    "motcua_day": gettext_lazy("Enter a day that exists, such as 2026-08-28."),
    "motcua_instant": gettext_lazy(
        "Enter an instant with its offset, such as 2026-08-28T15:30:00+07:00."
    ),
}


_MODELS = {"wanted", "headers"}  # what operations call their models of parameters


_KEPT_BACK = {"index_unsound": {"codes"}}
"""Details that no answer carries: those dossiers may be of any unit of the country."""


class Unreadable(Refused):
    """The request itself is not well-formed."""

    status = 400


class UnsupportedMediaType(Refused):
    """The body has another media type than the operation takes."""

    status = 415


class TooLarge(Refused):
    """The body is larger than the limit."""

    status = 413


class VersionMissing(Refused):
    """A change of something that others change as well needs `If-Match`."""

    status = 428


def problem(
    status: int,
    code: str,
    detail: str = "",
    *,
    errors: Iterable[FieldProblem] = (),
    details: dict[str, Any] | None = None,
) -> HttpResponse:
    """Return a problem document; `code` is stable and English, `title` and `detail` are words."""
    title = str(TITLES.get(status, TITLES[400]))
    body: dict[str, Any] = {
        "type": f"urn:motcua:problem:{code}",
        "title": title,
        "status": status,
        "detail": detail or title,
        "code": code,
    }
    found = [{"field": one.field, "message": str(one.message)} for one in errors]
    if found:
        body["errors"] = found
    if details:
        body["details"] = details
    response = HttpResponse(
        json.dumps(body, ensure_ascii=False, default=str), status=status, content_type=MEDIA_TYPE
    )
    if status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="motcua"'
    return response


def refusal(request: HttpRequest, error: Refused) -> HttpResponse:
    """Answer what the domain refused."""
    del request
    status = 412 if isinstance(error, Stale) else error.status
    errors = error.problems if isinstance(error, Invalid) else ()
    kept_back = _KEPT_BACK.get(error.code, set())
    details = {name: one for name, one in error.details.items() if name not in kept_back}
    response = problem(status, error.code, str(error.message), errors=errors, details=details)
    if status == 429 and "seconds" in error.details:
        response["Retry-After"] = str(error.details["seconds"])
    return response


def not_found(request: HttpRequest, error: Exception | None = None) -> HttpResponse:
    """Answer 404; alike for what never existed and what lies outside the token's scope."""
    del request, error
    return problem(404, "not_found", _("There is nothing at this address."))


def http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Answer what the library itself refuses."""
    del request
    if error.status_code == 401:
        return problem(401, "sign_in_needed", _("Send a valid token: Authorization: Bearer …"))
    return problem(error.status_code, f"http_{error.status_code}")


def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Answer 422 with every wrong field at once."""
    del request
    problems = [FieldProblem(_field(one["loc"]), _message(one)) for one in error.errors]
    return problem(422, "invalid", "; ".join(p.message for p in problems), errors=problems)


def broken(request: HttpRequest, error: Exception) -> HttpResponse:
    """Answer 500 without a word about the inside; the log has the rest."""
    log.error("the API broke at %s %s", request.method, request.path, exc_info=error)
    return problem(
        500, "internal", _("The fault has been recorded. Nothing that was filed before is lost.")
    )


HANDLERS: tuple[tuple[type[Exception], Any], ...] = (
    (Exception, broken),
    (Http404, not_found),
    (HttpError, http_error),
    (ValidationError, invalid),
    (Refused, refusal),
)


def _field(loc: tuple[str | int, ...]) -> str:
    """Return a field's path: without the place (body, query) and the name of its model."""
    place, *path = loc
    if place in {"body", "form"} or (path and path[0] in _MODELS):
        path = path[1:]
    return ".".join(str(part) for part in path) or str(place)


def _message(error: dict[str, Any]) -> str:
    words = _MESSAGES.get(error["type"])
    if words is None:
        return _("This value is not possible.")
    context = error.get("ctx") or {}
    try:
        return str(words) % context
    except KeyError:
        return str(words)
