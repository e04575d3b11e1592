"""Questions of a form: any objects with the attributes of `forms.types.Control` are drawn.

The interface kit knows no domain, so nothing is imported: a page of questions, a control and a
section of a summary are what has their parts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.translation import gettext as _

from motcua.ui.templatetags.library import register


class Drawn(Protocol):
    """What a control tells about itself."""

    @property
    def id(self) -> str:
        """Return the id of its element."""

    @property
    def look(self) -> str:
        """Return which part draws it."""

    @property
    def hint(self) -> str:
        """Return the hint."""

    @property
    def errors(self) -> tuple[str, ...]:
        """Return what is wrong."""

    @property
    def values(self) -> tuple[str, ...]:
        """Return what stands in it."""


@dataclass(frozen=True)
class Answered:
    """A section of a summary with the way back to its page, or each line with its own."""

    title: str
    lines: Iterable[tuple[Any, str]]
    url: str = ""


@register.inclusion_tag("ui/questions/control.html")
def form_question(control: Drawn, find: str = "") -> dict[str, Any]:
    """Return one question with everything inside; `find` presses that button when it changes."""
    described = [f"{control.id}_hint"] * bool(control.hint)
    described += [f"{control.id}_error"] * bool(control.errors)
    words = (("day", _("Day")), ("month", _("Month")), ("year", _("Year")))
    values = (*control.values, "", "", "")
    dates = [(part, word, values[place]) for place, (part, word) in enumerate(words)]
    return {
        "control": control,
        "described": " ".join(described),
        "dates": dates if control.look == "date" else (),
        "find": find if control.look == "select" and control.id.endswith(":province") else "",
    }


@register.inclusion_tag("ui/questions/page.html")
def form_page(page: Any) -> dict[str, Any]:
    """Return all questions of a page, inside a `<form method="post" novalidate>` of the caller."""
    return {"page": page}


@register.inclusion_tag("ui/questions/errors.html")
def form_errors(page: Any) -> dict[str, Any]:
    """Return what is wrong with a page and what is asked anew, with links; on top of the page."""
    return {"lines": page.problems, "fresh": page.fresh}


@register.inclusion_tag("ui/questions/summary.html")
def form_summary(
    sections: Iterable[Any], change: Callable[[str], str] | None = None, level: int = 2
) -> dict[str, Any]:
    """Return all answers in words; `change` gives the address of a page by its key.

    Lines that name a page of their own (`screen`) are changed there. `level` is that of the
    headings: 3 inside a section of its own.
    """
    return {"level": level, "sections": [_answered(section, change) for section in sections]}


def _answered(section: Any, change: Callable[[str], str] | None) -> Answered:
    if change is None:
        return Answered(section.title, [(line, "") for line in section.lines])
    lines = [(line, change(line.screen) if line.screen else "") for line in section.lines]
    whole = not any(url for _line, url in lines)
    return Answered(section.title, lines, change(section.page) if whole else "")
