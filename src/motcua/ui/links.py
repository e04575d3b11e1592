"""Links that change one part of the present address: filters that are the URL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest

from motcua.ui.types import Chip

PAGE_KEYS = ("after", "before")  # a changed filter starts at the first page again


def url_with(request: HttpRequest, **changes: Any) -> str:
    """Return the present path with query parameters replaced; None or "" removes one."""
    query = request.GET.copy()
    for key in PAGE_KEYS:
        if key not in changes:
            query.pop(key, None)
    for key, value in changes.items():
        query.pop(key, None)
        if value not in (None, ""):
            query[key] = str(value)
    encoded = query.urlencode()
    return f"{request.path}?{encoded}" if encoded else request.path


def chips_for(
    request: HttpRequest,
    key: str,
    choices: Iterable[tuple[str, Any]],
    *,
    counts: Mapping[str, int] | None = None,
) -> list[Chip]:
    """Return one chip per choice; pressing the selected one takes the filter off."""
    now = request.GET.get(key, "")
    return [
        Chip(
            label,
            url_with(request, **{key: None if value == now else value}),
            selected=value == now,
            count=(counts or {}).get(value),
            removes=bool(value),
        )
        for value, label in choices
    ]
