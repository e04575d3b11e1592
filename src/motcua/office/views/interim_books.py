"""Books of blank slips: which there are, what is open of them, a new one."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import Forbidden, Refused
from motcua.office.hand import units_served
from motcua.office.refusals import refusal_show
from motcua.organisations.queries import units_by_ids
from motcua.organisations.types import UnitView
from motcua.reception.handwritten import NUMBERS_LEAST, NUMBERS_MOST, Number
from motcua.reception.queries.interim_house import house_at
from motcua.reception.queries.interim_paper import paper_books
from motcua.reception.services.interim_paper import paper_make


class BookForm(forms.Form):
    """Where the book lies and how many sheets it has."""

    unit = forms.TypedChoiceField(label=gettext_lazy("Unit"), coerce=int)
    place = forms.CharField(
        label=gettext_lazy("Where the slips lie"),
        max_length=60,
        help_text=gettext_lazy("One book for each counter, for example: counter 3."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    numbers = forms.IntegerField(
        label=gettext_lazy("How many slips"),
        min_value=NUMBERS_LEAST,
        max_value=NUMBERS_MOST,
        initial=20,
        help_text=gettext_lazy("Each is one sheet with two parts."),
    )

    def __init__(self, *args: object, units: list[UnitView], **more: object) -> None:
        """Offer the units at whose counters the person stands."""
        super().__init__(*args, **more)  # type: ignore[arg-type]
        choices = [(str(one.id), one.full_name) for one in units]
        self.fields["unit"].choices = choices  # type: ignore[attr-defined]
        self.fields["unit"].initial = choices[0][0] if choices else None


@requires(Action.RECEPTION_SERVE)
@require_http_methods(["GET", "HEAD", "POST"])
def interim_books(request: SignedInRequest) -> HttpResponse:
    """Show the books; on POST reserve the numbers of a new one."""
    units = units_served(request.actor)
    form = BookForm(request.POST if request.method == "POST" else None, units=units)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            made = paper_make(
                actor=request.actor,
                unit_id=data["unit"],
                place=data["place"],
                numbers=data["numbers"],
            )
        except Forbidden as refusal:
            raise PermissionDenied from refusal
        except Refused as refusal:
            refusal_show(form, refusal)
        else:
            messages.success(request, _("The numbers are reserved. Print the slips now."))
            return redirect("office:interim_book", made.book.id)
    books = paper_books(request.actor.unit_ids_for(Action.RECEPTION_SERVE))
    places = units_by_ids({one.book.unit_id for one in books})
    context = {
        "form": form,
        "units": units,
        "several": len(places) > 1 or len(units) > 1,
        "days": house_at(units[0].id).paper_days if units else 0,
        "books": [
            {
                "paper": one,
                "unit": places[one.book.unit_id].full_name,
                "open": len(one.open),
                "begun": one.count(Number.BEGUN),
                "used": one.count(Number.USED),
                "spoilt": one.count(Number.SPOILT),
                "blank": one.count(Number.BLANK),
            }
            for one in books
        ],
    }
    return render(request, "office/interim_books.html", context, status=422 if form.errors else 200)
