"""One thing that the office asked for: files in order, from one's own documents, or words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.citizens.access import CitizenRequest
from motcua.dossiers.queries import dossier_exists
from motcua.dossiers.queries.supplements import supplement_requested
from motcua.dossiers.services.citizen_after import TEXT_MAX
from motcua.dossiers.views import SupplementView
from motcua.filing.queries import documents_usable, supply_of
from motcua.filing.services import (
    supply_begin,
    supply_file_move,
    supply_file_remove,
    supply_file_use,
    supply_text,
)
from motcua.filing.types import SupplyView
from motcua.kernel.errors import FieldProblem, Invalid, NotFound, Refused
from motcua.portal import uploading
from motcua.portal.filefields import AddForm
from motcua.portal.filing import filing_page, level_two
from motcua.portal.kept import usable_told
from motcua.portal.supplies import asked_told, item_place


class ItemForm(AddForm):
    """What is put up for one thing that was asked for."""

    text = forms.CharField(
        label=gettext_lazy("Your answer in words"),
        max_length=TEXT_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].required = False  # words may be answer enough


@filing_page
@level_two
@require_http_methods(["GET", "HEAD", "POST"])
def my_dossier_supply_item(request: CitizenRequest, code: str, place: int) -> HttpResponse:
    """Show an item, or do what its buttons say; the words are kept with every button."""
    asked = asked_or_led(code, place)
    if asked is None:
        return redirect("portal:my_dossier_supply", code)
    status = 200
    form = None
    if request.method == "POST":
        form = ItemForm(request.POST, request.FILES)
        try:
            answer = _act(request, code, place, form)
            if answer is not None:
                return answer
        except Invalid as refusal:
            for problem in refusal.problems:
                form.add_error("text" if problem.field == "text" else "file", problem.message)
        except Refused as refusal:
            if refusal.code != "nothing_requested":
                raise
            return redirect("portal:my_dossier_supply", code)  # it ended; what is there is shown
        status = 422
    supply = supply_of(request.citizen, code, asked.ordinal)
    return _page(request, code, place, asked, supply, form, status)


def asked_or_led(code: str, place: int) -> SupplementView | None:
    """Return what is asked now, None when nothing is; raises NotFound for what never was."""
    if not dossier_exists(code):
        raise NotFound("dossier_unknown", _("There is no such dossier here."))
    asked = supplement_requested(code)
    if asked is not None and not 0 <= place < len(asked.items):
        raise NotFound("item_unknown", _("This was not asked for."))
    return asked


def _page(
    request: CitizenRequest,
    code: str,
    place: int,
    asked: SupplementView,
    supply: SupplyView | None,
    form: ItemForm | None,
    status: int,
) -> HttpResponse:
    files = supply.files_of(place) if supply else ()
    words = supply.texts.get(place, "") if supply else ""
    waiting = uploading.told(item_place(request, code, place, supply)) if supply else []
    context = {
        "code": code,
        "asked": asked,
        "item": asked_told(asked, supply, code)[place],
        "files": files,
        "waiting": waiting,
        "kept": usable_told(files, documents_usable(request.citizen)),
        "form": form or ItemForm(initial={"text": words}),
        "limit": settings.UPLOAD_MAX_BYTES,
        "place": place,
    }
    return render(request, "portal/my_dossier_supply_item.html", context, status=status)


def _act(request: CitizenRequest, code: str, place: int, form: ItemForm) -> HttpResponse | None:
    """Do what a button says and return where it leads; None when the form says what is wrong."""
    action, _colon, number = request.POST.get("action", "done").partition(":")
    here = redirect("portal:my_dossier_supply_item", code, place)
    item: dict[str, Any] = {"citizen": request.citizen, "code": code}
    supply = supply_begin(**item)
    if (typed := request.POST.get("text")) is not None:
        supply = supply_text(**item, place=place, text=typed)
    wanted = int(number) if number.isascii() and number.isdigit() and len(number) < 18 else 0
    if action in uploading.ACTS:
        uploading.act(item_place(request, code, place, supply), action, number)
    elif action == "use":
        supply_file_use(**item, place=place, item_id=wanted)
    elif action == "remove":
        supply_file_remove(**item, file_id=wanted)
    elif action in {"up", "down"}:
        supply_file_move(**item, file_id=wanted, up=action == "up")
    elif not form.is_valid():
        return None
    else:
        if action == "add" and not form.chosen():
            raise Invalid([FieldProblem("file", _("Choose a file or take a photo first."))])
        uploading.take(item_place(request, code, place, supply), form.chosen())
        if action == "done":
            return redirect("portal:my_dossier_supply", code)
    return here


def supply_open(request: CitizenRequest, code: str, place: int) -> SupplyView:
    """Return what an upload goes to; raises NotFound, Refused `nothing_requested`."""
    asked = asked_or_led(code, place)
    known = supply_of(request.citizen, code, asked.ordinal) if asked else None
    return known or supply_begin(citizen=request.citizen, code=code)
