"""Two documents of a dossier beside each other, on a phone below each other; recorded once."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.dossiers.views import DossierView
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.filed import filed_words
from motcua.office.looks import FORM, Shown, shown_all
from motcua.office.reading import dossier_read

SIDES = ("left", "right")
KEY = re.compile(r"[a-z0-9-]+")


@dataclass(frozen=True)
class Side:
    """One half of the page: what it shows, and which page of it."""

    name: str
    title: str
    chosen: Shown | None
    page: int
    other: str  # what the other half shows, to be kept when this one is changed
    keys: tuple[str, str, str, str]  # earlier page, later page, larger, smaller

    @property
    def pages(self) -> range:
        """Return the numbers of its pages."""
        return range(1, (self.chosen.pages if self.chosen else 0) + 1)


@requires(Action.DOSSIER_READ)
@require_safe
def look(request: SignedInRequest, code: str) -> HttpResponse:
    """Show what the address names; without it, the first paper and the newest draft."""
    keys = [request.GET.get(side, "")[:20] for side in SIDES]
    opened = " and ".join(key for key in keys if KEY.fullmatch(key)) or "documents"
    dossier = dossier_read(request, code, purpose=f"looking at {opened} side by side")
    words = filed_words(dossier, request.actor)
    things = shown_all(dossier, form=bool(words["answers"]))
    context = {
        "dossier": dossier,
        "title": _("Documents side by side"),
        "things": things,
        "sides": _sides(request, dossier, things),
        "answers": words["answers"],
        "form": FORM,
    }
    return render(request, "office/look.html", context)


def _sides(request: HttpRequest, dossier: DossierView, things: list[Shown]) -> list[Side]:
    known = {one.key: one for one in things}
    left = known.get(request.GET.get("left", ""))
    right = known.get(request.GET.get("right", ""))
    left = left or next((one for one in things if one is not right), None)
    if right is None and dossier.results:
        right = known.get(f"r{dossier.results[-1].version}")
    if right is None or right is left:
        right = next((one for one in things if one is not left), None)
    keys = (("a", "s", "w", "x"), ("j", "k", "i", "m"))
    titles = (_("Left"), _("Right"))
    shown = (left, right)
    return [
        Side(
            name=side,
            title=titles[place],
            chosen=shown[place],
            page=_page(request, side, shown[place]),
            other=(shown[1 - place].key if shown[1 - place] else ""),  # type: ignore[union-attr]
            keys=keys[place],
        )
        for place, side in enumerate(SIDES)
    ]


def _page(request: HttpRequest, side: str, shown: Shown | None) -> int:
    text = request.GET.get(f"{side}_page", "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1
    return min(max(number, 1), max(shown.pages if shown else 1, 1))
