"""The door of the API: what happens around every operation, in one place.

The views that ninja makes are marked `public` here, because who may enter is answered by each
operation's token (`tokens.py`) as a problem document, not as a sign-in page. ScopeMiddleware runs
them in one transaction under the token's scope like every view; a refused change is rolled back.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from typing import Any, NoReturn

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_supported_language_variant
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header
from ninja.operation import Operation
from ninja.parser import Parser

from motcua.api import problems
from motcua.identity.access import public
from motcua.identity.types import Actor
from motcua.kernel import batch
from motcua.kernel.errors import FieldProblem, Invalid, Refused
from motcua.kernel.idempotency import Claim, key_first, key_spend, key_wanted
from motcua.kernel.scope import scope_use

JSON, FORM = "application/json", "multipart/form-data"
KEPT_HEADERS = ("ETag", "Location")
FORM_OVERHEAD = 100_000  # bytes of a multipart body that are not the file
View = Callable[..., HttpResponse]


class StrictParser(Parser):
    """Hands ninja the body that the door has read already."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """Return the body as JSON."""
        body: dict[str, Any] = request.api_json  # type: ignore[attr-defined]
        return body


def door(view: View, operations: Iterable[Operation]) -> View:
    """Return the view as it is routed, for all methods of one path."""
    by_method = {method: one for one in operations for method in one.methods}

    def enter(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        language = language_of(request)
        # The line below the block rolls back what is refused, so operations need no savepoints.
        with translation.override(language), _alone(request):
            response = _answer(request, view, by_method, kwargs)
        if request.method == "POST" and response.status_code >= 400:
            transaction.set_rollback(True)
        return _dressed(response, language)

    enter.csrf_exempt = True  # type: ignore[attr-defined] # tokens only: no cookie opens this door
    return public(enter)


def _alone(request: HttpRequest) -> AbstractContextManager[None]:
    return batch.refusal_ends_all() if request.method == "POST" else nullcontext()


@public
def no_such_place(request: HttpRequest) -> HttpResponse:
    """Answer addresses below /api/ that no operation has."""
    with translation.override(language_of(request)):
        return problems.not_found(request)


no_such_place.csrf_exempt = True  # type: ignore[attr-defined]


def language_of(request: HttpRequest) -> str:
    """Return the language of the answer: `?lang=`, else Accept-Language, else the default."""
    chosen = request.GET.get("lang", "")
    if chosen in dict(settings.LANGUAGES):
        return chosen
    for wanted, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        try:
            return get_supported_language_variant(wanted)
        except LookupError:
            continue
    default: str = settings.DEFAULT_LANGUAGE
    return default


def _answer(
    request: HttpRequest, view: View, by_method: dict[str, Operation], kwargs: dict[str, Any]
) -> HttpResponse:
    head = request.method == "HEAD" and "GET" in by_method
    operation = by_method.get("GET" if head else request.method or "")
    if operation is None:
        response = problems.problem(405, "method_not_allowed")
        response["Allow"] = ", ".join(sorted({*by_method, *(["HEAD"] * ("GET" in by_method))}))
        return response
    try:
        _address_check(request, operation)
        if request.method == "POST":
            digest = _body_read(request, operation)
            return _once(request, digest, lambda: view(request, **kwargs))
    except Refused as error:
        return problems.refusal(request, error)
    except DatabaseError as error:  # of the last journey, when the operation had answered
        return problems.broken(request, error)
    if head:
        request.method = "GET"
    response = view(request, **kwargs)
    if head:
        response.content = b""
    return response


def _address_check(request: HttpRequest, operation: Operation) -> None:
    """Refuse what no operation understands: NUL anywhere, parameters that do not exist."""
    if "\x00" in request.path or any("\x00" in v for _, vs in request.GET.lists() for v in vs):
        raise problems.Unreadable("nul", _("The address holds a character that is not possible."))
    known = {"lang"}
    for model in operation.models:
        if model.__ninja_param_source__ == "query":
            known |= set(getattr(model, "__ninja_flatten_map__", None) or model.model_fields)
    unknown = sorted(set(request.GET) - known)
    if unknown:
        raise Invalid([FieldProblem(name, _("There is no such parameter.")) for name in unknown])
    language = request.GET.get("lang")
    if language is not None and language not in dict(settings.LANGUAGES):
        names = ", ".join(dict(settings.LANGUAGES))
        raise Invalid([FieldProblem("lang", _("Choose one of: %(names)s.") % {"names": names})])


def _body_read(request: HttpRequest, operation: Operation) -> bytes:
    """Check media type and size, read JSON strictly; return a digest of what was sent."""
    sources = {model.__ninja_param_source__ for model in operation.models}
    form = "file" in sources
    limit = settings.UPLOAD_MAX_BYTES + FORM_OVERHEAD
    limit = limit if form else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    length = request.headers.get("Content-Length", "")
    if length.isdigit() and int(length) > limit:
        raise _too_large(limit)
    try:
        if form:
            _media_type_check(request, FORM)
            return _form_digest(request)
        expected = "body" in sources and bool(request.body or _body_required(operation))
        if expected or request.body:
            _media_type_check(request, JSON)
        if expected:
            request.api_json = json_read(request.body)  # type: ignore[attr-defined]
        elif request.body:
            raise problems.Unreadable("body_not_expected", _("This operation takes no body."))
    except RequestDataTooBig:
        raise _too_large(limit) from None
    return request.body


def json_read(body: bytes) -> Any:
    """Return JSON that PostgreSQL can keep: no NUL, no lone surrogate, no NaN or infinity.

    Raises Unreadable; the same name twice in an object is refused too.
    """
    try:
        value = json.loads(body, parse_constant=_refuse, object_pairs_hook=_object)
        if b"\\u" in body:
            text = json.dumps(value, ensure_ascii=False)
            text.encode()
            if "\\u0000" in text:
                _refuse("NUL")
        if b"e" in body or b"E" in body:
            json.dumps(value, allow_nan=False)
    except (ValueError, RecursionError) as error:
        raise problems.Unreadable("json", _("The body is not well-formed JSON.")) from error
    return value


def _body_required(operation: Operation) -> bool:
    """Tell whether an operation cannot do without its body."""
    bodies = (m for m in operation.models if m.__ninja_param_source__ == "body")
    return any(field.is_required() for m in bodies for field in m.model_fields.values())


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("a name stands twice")
    return value


def _media_type_check(request: HttpRequest, wanted: str) -> None:
    if request.content_type != wanted:
        raise problems.UnsupportedMediaType(
            "media_type", _("Send the body as %(wanted)s.") % {"wanted": wanted}
        )


def _too_large(limit: int) -> problems.TooLarge:
    return problems.TooLarge(
        "too_large",
        _("The body is too large; %(limit)s bytes at most.") % {"limit": limit},
        limit=limit,
    )


def _form_digest(request: HttpRequest) -> bytes:
    digest = hashlib.sha256()
    for name, uploads in sorted(request.FILES.lists()):
        for upload in uploads:
            digest.update(f"{name}|{getattr(upload, 'name', '')}|".encode())
            for chunk in upload.chunks():
                digest.update(chunk)
            upload.seek(0)
    for name, values in sorted(request.POST.lists()):
        digest.update(f"{name}|{values}|".encode())
    return digest.digest()


def _once(request: HttpRequest, digest: bytes, run: Callable[[], HttpResponse]) -> HttpResponse:
    """Run a POST once per Idempotency-Key; a repetition gets the first answer (`settled`).

    The key is written with the answer, on the journey of COMMIT. Of two requests with one key the
    second is refused there at the latest. A refused request leaves nothing behind, its key
    neither.
    """
    key = request.headers.get("Idempotency-Key")
    actor: Actor | None = getattr(request, "actor", None)
    claim: Claim | None = None
    if key is not None and actor is not None:
        whole = b"|".join([request.get_full_path().encode(), digest])
        claim = key_wanted(client=f"token:{actor.token_id}", key=key, body=whole)
        request.api_claim = claim  # type: ignore[attr-defined]
    response = run()
    if response.status_code < 400:
        if claim is not None:
            headers = {name: response[name] for name in KEPT_HEADERS if name in response}
            answer = {"body": response.content.decode(), "headers": headers}
            key_spend(claim, status=response.status_code, response=answer)
        batch.commit_waiting()
    return response


def settled(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return the answer, or the first one when the request's key was used before.

    Whoever comes second is always refused (its claim is), so only refusals are looked at again,
    when their transaction is over.
    """
    claim: Claim | None = getattr(request, "api_claim", None)
    if claim is None or response.status_code < 400:
        return response
    language = language_of(request)
    with translation.override(language):
        try:
            with scope_use(request.scope):  # type: ignore[attr-defined]
                replay = key_first(claim)
        except Refused as error:
            return _dressed(problems.refusal(request, error), language)
    if replay is None:
        return response
    first = HttpResponse(replay.response["body"], status=replay.status, content_type=JSON)
    for name, value in replay.response["headers"].items():
        first[name] = value
    first["Idempotency-Replayed"] = "true"
    return _dressed(first, language)


def _dressed(response: HttpResponse, language: str) -> HttpResponse:
    response["Content-Language"] = language
    patch_vary_headers(response, ("Accept-Language", "Authorization"))
    response.headers.setdefault("Cache-Control", "no-store")
    return response
