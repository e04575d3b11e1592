"""Book an appointment, or move one: where, which day, which half-hour."""

from __future__ import annotations

from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from motcua.citizens.access import CitizenRequest, citizen_only
from motcua.kernel.errors import NotFound, Refused
from motcua.portal.appointments import (
    Place,
    day_wanted,
    instant_read,
    place_wanted,
    places_of,
    slot_choices,
)
from motcua.reception.queries.appointments import appointment_get
from motcua.reception.services import AppointmentOrder, appointment_book, appointment_move
from motcua.reception.types import AppointmentState, AppointmentView
from motcua.ui import formats
from motcua.ui.types import Chip, Choice


class SlotForm(forms.Form):
    """One half-hour of the day."""

    at = forms.ChoiceField(
        label=gettext_lazy("Half-hour"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Please choose a half-hour."),
            "invalid_choice": gettext_lazy(
                "This half-hour has just become full. Please choose another one."
            ),
        },
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: object = None, *, choices: list[tuple[str, str]]) -> None:
        super().__init__(data, initial={"key": uuid4()})  # type: ignore[arg-type]
        self.fields["at"].choices = choices  # type: ignore[attr-defined]


@citizen_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_appointment_new(request: CitizenRequest) -> HttpResponse:
    """Ask one thing after the other in the address; the last answer books or moves."""
    moved = _moved(request)
    places = places_of(request.citizen)
    place = place_wanted(places, moved.queue_id if moved else request.GET.get("queue", ""))
    if place is None:
        return _where(request, places)
    days, day = day_wanted(place.unit.id, request.GET.get("day", ""))
    slots = slot_choices(place.unit.id, place.queue.id, day) if day else []
    form = SlotForm(request.POST if request.method == "POST" else None, choices=slots)
    if form.is_bound and form.is_valid():
        try:
            done = _book(request, place, form, moved)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            words = _("Your appointment is moved.") if moved else _("Your appointment is booked.")
            messages.success(request, words)
            return redirect("portal:my_appointment", done.id)
    here = f"move={moved.id}" if moved else f"queue={place.queue.id}"
    context = {
        "places": None,
        "place": place,
        "moved": moved,
        "several": len(places) > 1 and not moved,
        "days": [
            Chip(formats.day_full(one), f"?{here}&day={one.isoformat()}", selected=one == day)
            for one in days
        ],
        "day": day,
        "slots": slots,
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return render(request, "portal/my_appointment_new.html", context, status=status)


def _moved(request: CitizenRequest) -> AppointmentView | None:
    """Return one's own appointment that is to be moved; None when a new one is booked."""
    text = request.GET.get("move", "")
    if not text:
        return None
    try:
        one = appointment_get(
            int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
        )
    except NotFound as refusal:
        raise Http404 from refusal
    if one.state is not AppointmentState.BOOKED:
        raise Http404
    return one


def _where(request: CitizenRequest, places: list[Place]) -> HttpResponse:
    context = {
        "places": [
            Choice(one.name, f"?queue={one.queue.id}", one.queue.name, "building-bank")
            for one in places
        ],
        "place": None,
    }
    return render(request, "portal/my_appointment_new.html", context)


def _book(
    request: CitizenRequest, place: Place, form: SlotForm, moved: AppointmentView | None
) -> AppointmentView:
    at = instant_read(form.cleaned_data["at"])
    if at is None:
        raise Http404
    if moved is not None:
        return appointment_move(citizen=request.citizen, appointment_id=moved.id, at=at)
    return appointment_book(
        citizen=request.citizen,
        order=AppointmentOrder(
            queue_id=place.queue.id,
            at=at,
            key=form.cleaned_data["key"],
            language=get_language() or "vi",
        ),
    )
