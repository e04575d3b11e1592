"""The living style page: every component in all its states, and each frame with a sample page.

Names and figures are samples; nothing is read from the database.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from motcua.identity.access import public, requires
from motcua.identity.types import Action
from motcua.ui import samples
from motcua.ui.links import url_with
from motcua.ui.types import Tab

FRAMES = ("portal", "office", "plain", "print")
open_to = public if settings.DEMO or settings.DEBUG else requires(Action.OFFICE_ENTER)


@open_to
def style(request: HttpRequest) -> HttpResponse:
    """Show the components; `?theme=light|dark` and `?dense=1` choose how."""
    dense = request.GET.get("dense") == "1"
    context = _context(request) | {
        "base": "ui/base_office.html" if dense else "ui/base_portal.html",
        "forms": samples.forms(),
        "colours": samples.COLOURS,
        "tones": samples.TONES,
        "statuses": range(1, 11),
    }
    return render(request, "ui/style.html", context | samples.lists(request) | samples.figures())


@open_to
def style_frame(request: HttpRequest, frame: str) -> HttpResponse:
    """Show one frame with a sample page."""
    if frame not in FRAMES:
        raise Http404
    context = _context(request) | samples.lists(request) | samples.figures()
    context |= {"forms": samples.forms(), "statuses": range(1, 11)}
    if frame == "portal":
        context["unit_name"] = "Trung tâm Phục vụ hành chính công phường Bách Quang"
    return render(request, f"ui/style/frame_{frame}.html", context)


def _context(request: HttpRequest) -> dict[str, Any]:
    theme = request.GET.get("theme", "")
    request.ui_theme = theme if theme in {"light", "dark"} else ""  # type: ignore[attr-defined]
    return {
        "rail": samples.rail(request),
        "themes": [
            Tab(_("As the device"), url_with(request, theme=None), theme == ""),
            Tab(_("Light"), url_with(request, theme="light"), theme == "light"),
            Tab(_("Dark"), url_with(request, theme="dark"), theme == "dark"),
        ],
    }
