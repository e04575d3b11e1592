"""Filters: values as people write them. None and "" stay empty, so that tables show a blank."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from motcua.ui import formats
from motcua.ui.templatetags.library import register


def _filter(name: str, function: Callable[..., str]) -> None:
    def show(value: Any) -> str:
        return "" if value is None or value == "" else function(value)

    show.__name__ = name
    show.__doc__ = function.__doc__
    register.filter(name, show)


@register.filter
def span(first: date | None, last: date | None) -> str:
    """Return two days as one stretch, `{{ first|span:last }}`; without a last day it is open."""
    if first is None or last is None:
        return f"{formats.day(first)} –" if first else ""
    return formats.span(first, last)


_filter("money", formats.money)
_filter("number", formats.number)
_filter("percent", formats.percent)
_filter("day", formats.day)
_filter("day_full", formats.day_full)
_filter("instant", formats.instant)
_filter("instant_short", formats.instant_short)
_filter("clock", formats.time_of_day)
_filter("remaining", formats.remaining)
_filter("file_size", formats.file_size)
