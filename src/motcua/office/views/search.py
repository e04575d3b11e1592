"""Search: by code, by name without its marks, by card number or the card's QR text."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.dossiers.card import CardUnreadable, card_read, is_card_text
from motcua.dossiers.queries import dossiers_search
from motcua.dossiers.types import Status
from motcua.dossiers.views import DossierPage
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import Refused
from motcua.office.present import due_words
from motcua.office.reading import search_record, units_readable
from motcua.ui.links import chips_for, url_with

PAGE = 25
GROUPS: dict[str, tuple[Any, tuple[Status, ...]]] = {
    "new": (gettext_lazy("Newly filed"), (Status.REGISTERED,)),
    "open": (
        gettext_lazy("Under way"),
        (Status.ACCEPTED, Status.PROCESSING),
    ),
    "waiting": (gettext_lazy("Waits for the applicant"), (Status.SUPPLEMENT, Status.OBLIGATION)),
    "done": (gettext_lazy("Resolved"), (Status.DONE, Status.RETURNED)),
    "ended": (
        gettext_lazy("Refused, withdrawn, stopped"),
        (Status.REFUSED, Status.WITHDRAWN, Status.STOPPED),
    ),
}
NOBODY = DossierPage((), "")


class SearchForm(forms.Form):
    """What to look for. Sent by POST when it may hold a card, so that no log keeps the number."""

    q = forms.CharField(
        label=gettext_lazy("Code, name, or card number"),
        help_text=gettext_lazy("A card's QR code can be scanned or pasted too."),
        max_length=400,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "spellcheck": "false"}),
    )
    received_from = forms.DateField(
        label=gettext_lazy("Received from"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    received_to = forms.DateField(
        label=gettext_lazy("until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_q(self) -> str:
        """Return the text; of a card its number."""
        text = str(self.cleaned_data["q"]).strip()
        if not is_card_text(text):
            return text
        try:
            return card_read(text).id_number
        except CardUnreadable:
            raise forms.ValidationError(
                _("This card text cannot be read. Please scan the card again.")
            ) from None


@requires(Action.DOSSIER_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: SignedInRequest) -> HttpResponse:
    """Show what was found, newest first; nothing is asked of the database before a question."""
    if request.method == "POST" and not _holds_number(request.POST.get("q", "")):
        return redirect(_address(request))  # what is no secret becomes an address to keep
    form = SearchForm(request.POST or request.GET or None)
    status = request.GET.get("status", "")
    page = NOBODY
    asked = False
    if form.is_valid():
        asked = any(form.cleaned_data.values()) or status in GROUPS
        if asked:
            page = _found(request, form, status)
    context = {
        "form": form,
        "asked": asked,
        "rows": [
            (
                row,
                due_words(
                    status=row.status,
                    due_at=row.due_at,
                    suspended_from=row.suspended_from,
                    ended_at=row.ended_at,
                ),
            )
            for row in page.rows
        ],
        "groups": chips_for(
            request, "status", [(key, words) for key, (words, _s) in GROUPS.items()]
        ),
        "status": status if status in GROUPS else "",
        "next_url": url_with(request, after=page.after) if page.after else "",
        "first_url": url_with(request, after=None) if request.GET.get("after") else "",
    }
    return render(request, "office/search.html", context)


def _holds_number(text: str) -> bool:
    return is_card_text(text) or text.replace(" ", "").isdigit()


def _address(request: SignedInRequest) -> str:
    """Return the page of this question: the fields of the form and the chip that is on."""
    query = QueryDict(mutable=True)
    for key in ("q", "received_from", "received_to", "status"):
        value = request.POST.get(key, "").strip() or (
            request.GET.get(key, "") if key == "status" else ""
        )
        if value:
            query[key] = value[:400]
    return f"{request.path}?{query.urlencode()}" if query else request.path


def _found(request: SignedInRequest, form: SearchForm, status: str) -> DossierPage:
    text = form.cleaned_data["q"]
    number = text.replace(" ", "")
    if number.isdigit():
        search_record(request, number, purpose="search by card number")
    try:
        return dossiers_search(
            text,
            unit_ids=units_readable(request.actor),
            status=GROUPS[status][1] if status in GROUPS else None,
            received_from=form.cleaned_data["received_from"],
            received_to=form.cleaned_data["received_to"],
            after=request.GET.get("after", ""),
            limit=PAGE,
        )
    except Refused:  # a damaged place in the list: begin anew
        return NOBODY
