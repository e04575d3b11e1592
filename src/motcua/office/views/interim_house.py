"""What a unit decides about work without a line: how long, how many, how late; dated."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.queries import accounts_by_ids
from motcua.identity.types import Action
from motcua.kernel.errors import Forbidden, Refused
from motcua.office.refusals import refusal_show
from motcua.organisations.queries import units_by_ids
from motcua.reception.interim import BOUNDS, HOUSE, House
from motcua.reception.queries.interim_house import HouseRow, house_row, houses_history
from motcua.reception.services.interim_house import interim_house_set

FIGURES: dict[str, tuple[Any, Any]] = {
    "hours": (
        gettext_lazy("Hours that a computer's numbers hold"),
        gettext_lazy(
            "A working day with its early and late hours; never beyond a day and a night."
        ),
    ),
    "numbers": (
        gettext_lazy("Numbers reserved for a computer"),
        gettext_lazy("More than one counter ever takes in within these hours."),
    ),
    "late_days": (
        gettext_lazy("Days after which a slip is for the director"),
        gettext_lazy("As long as somebody still remembers the queue of that day: a week-end."),
    ),
    "near_hours": (
        gettext_lazy("Hours within which the same request is looked for"),
        gettext_lazy("The same person and procedure so near in time may have come twice."),
    ),
    "clock_minutes": (
        gettext_lazy("Minutes by which a computer's clock may be changed"),
        gettext_lazy("More than that, and somebody else looks at the time."),
    ),
    "paper_days": (
        gettext_lazy("Days that printed blank slips may be written on"),
        gettext_lazy("Then the book is collected and counted."),
    ),
}


class HouseForm(forms.Form):
    """The figures within their bounds, why, and where it was decided."""

    def __init__(self, *args: Any, held: House, **more: Any) -> None:
        """Make the fields with what holds now."""
        super().__init__(*args, **more)
        for name, (label, why) in FIGURES.items():
            low, high = BOUNDS[name]
            words = _("%(why)s From %(low)d to %(high)d; without a decision %(usual)d.")
            self.fields[name] = forms.IntegerField(
                label=label,
                min_value=low,
                max_value=high,
                initial=getattr(held, name),
                help_text=words
                % {"why": why, "low": low, "high": high, "usual": getattr(HOUSE, name)},
            )
        self.fields["source"] = forms.CharField(
            label=gettext_lazy("Written decision"),
            required=False,
            max_length=200,
            help_text=gettext_lazy("Number and day, if there is one."),
        )
        self.fields["reason"] = forms.CharField(
            label=gettext_lazy("Why this is changed"),
            max_length=300,
            help_text=gettext_lazy("It stays on record beside your name."),
        )

    def house(self) -> House:
        """Return the figures that were typed."""
        return House(**{name: self.cleaned_data[name] for name in FIGURES})

    @property
    def figures(self) -> list[Any]:
        """Return the fields of the figures."""
        return [self[name] for name in FIGURES]


@requires(Action.RECEPTION_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def interim_house(request: SignedInRequest) -> HttpResponse:
    """Show what holds and let it be changed from now on."""
    own = [one for one in request.actor.postings if Action.RECEPTION_EDIT in one.actions]
    units = units_by_ids({one.unit_id for one in own})
    if not units:
        raise Http404
    text = request.GET.get("unit", "")
    unit = units.get(int(text)) if text.isascii() and text.isdigit() and len(text) < 19 else None
    if text and unit is None:
        raise Http404
    unit = unit or next(iter(units.values()))
    row = house_row(unit.id)
    form = HouseForm(request.POST if request.method == "POST" else None, held=row.house)
    if form.is_bound and form.is_valid():
        try:
            interim_house_set(
                actor=request.actor,
                unit_id=unit.id,
                house=form.house(),
                reason=form.cleaned_data["reason"],
                source=form.cleaned_data["source"],
            )
        except Forbidden as refusal:
            raise PermissionDenied from refusal
        except Refused as refusal:
            refusal_show(form, refusal)
        else:
            messages.success(request, _("It holds from now on, for numbers given out from now on."))
            return redirect(f"{reverse('office:interim_house')}?unit={unit.id}")
    above = units_by_ids([row.unit_id]) if row.unit_id and row.unit_id != unit.id else {}
    context = {
        "unit": unit,
        "units": list(units.values()),
        "form": form,
        "is_default": row.unit_id is None,
        "above": next((one.full_name for one in above.values()), ""),
        "history": _history(houses_history(unit.id)),
    }
    return render(request, "office/interim_house.html", context, status=422 if form.errors else 200)


def _history(rows: list[HouseRow]) -> list[dict[str, Any]]:
    names = accounts_by_ids({one.set_by for one in rows if one.set_by})
    return [
        {
            "at": one.valid_from,
            "by": names[one.set_by].name if one.set_by in names else "",
            "reason": one.reason,
            "source": one.source,
            "figures": [(FIGURES[name][0], getattr(one.house, name)) for name in FIGURES],
        }
        for one in rows
    ]
