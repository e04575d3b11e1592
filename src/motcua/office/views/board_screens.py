"""Wall screens that need no sign-in: make a link for the board at hand, see which there are."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import Forbidden, Refused
from motcua.office.boards.asked import READERS, asked_of
from motcua.office.boards.screens import (
    FILTERS,
    known_of,
    screen_url,
    screens_listed,
    shows_words,
)
from motcua.office.refusals import refusal_show
from motcua.reception.services import WallMade, wall_add


class ScreenForm(forms.Form):
    """Where the screen hangs and which language it speaks; the board is the address."""

    name = forms.CharField(label=_("Where it hangs"), max_length=60)
    language = forms.ChoiceField(label=_("Language of the screen"))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"language": settings.DEFAULT_LANGUAGE})
        self.fields["language"].choices = [  # type: ignore[attr-defined]
            (code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES
        ]


@requires(Action.BOARD_SCREEN)
@require_http_methods(["GET", "HEAD", "POST"])
def board_screens(request: SignedInRequest) -> HttpResponse:
    """Show the links; on POST make one, whose secret is in this answer and never again."""
    asked = asked_of(request)
    posted = request.method == "POST"
    form = ScreenForm(request.POST if posted else None)
    made: WallMade | None = None
    if posted and form.is_valid():
        shown = {key: value for key, value in asked.wall_query.items() if key in FILTERS}
        shown["language"] = form.cleaned_data["language"]
        try:
            made = wall_add(
                actor=request.actor,
                unit_id=asked.unit.id,
                name=form.cleaned_data["name"],
                shown=shown,
            )
        except Forbidden as refusal:
            raise PermissionDenied from refusal
        except Refused as refusal:
            refusal_show(form, refusal)
        else:
            form = ScreenForm()
    context = {
        "asked": asked,
        "title": READERS[asked.reader],
        "back": asked.board_url(board=asked.reader.value),
        "form": form,
        "may": request.actor.may(Action.BOARD_SCREEN, asked.unit.id),
        "screens": screens_listed(request.actor),
        "days": settings.WALL_DAYS,
        "typed_at": screen_url(),
        **(_made(made) if made else {}),
    }
    failed = posted and made is None
    return render(request, "office/board_screens.html", context, status=422 if failed else 200)


def _made(made: WallMade) -> dict[str, Any]:
    return {
        "made": made.device,
        "made_shows": shows_words(made.device, known_of([made.device])),
        "link": screen_url(made.token),
        "code": f"{made.code[:4]} {made.code[4:]}",
    }
