"""Answers to the off-line page: JSON in, JSON out, refusals as plain words."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from motcua.kernel.errors import FieldProblem, Invalid, Refused

View = Callable[..., dict[str, Any]]


def told_of(request: HttpRequest) -> dict[str, Any]:
    """Return what the page sent; an empty body says nothing. Raises Invalid."""
    try:
        told = json.loads(request.body or b"{}")
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        raise Invalid([FieldProblem("body", _("This cannot be read."))])
    return told


def answered(view: View) -> Callable[..., HttpResponse]:
    """Answer with what a view returns; a refusal has its code, its words and its status."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = JsonResponse(view(request, *args, **kwargs))
        except Refused as refusal:
            words = {"refused": refusal.code, "message": str(refusal)}
            response = JsonResponse(words, status=refusal.status)
        response["Cache-Control"] = "no-store"
        return response

    return answer
