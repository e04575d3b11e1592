"""Appointments of a day at a centre; booking one for somebody who asks at the counter or calls."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.kernel.errors import Forbidden, Refused
from motcua.office.hall import hall_wanted
from motcua.office.hall_words import APPOINTMENTS
from motcua.office.refusals import refusal_show
from motcua.organisations.queries import unit_get
from motcua.reception.queries.appointments import (
    appointment_queues,
    appointments_of_day,
    days_offered,
    slots_offered,
)
from motcua.reception.services import AppointmentOrder, appointment_book_for
from motcua.reception.types import AppointmentState, QueueView
from motcua.ui import formats
from motcua.ui.types import Chip


class BookForm(forms.Form):
    """Queue and half-hour in one choice; a telephone number only for the reminder."""

    slot = forms.ChoiceField(
        label=gettext_lazy("Queue and half-hour"),
        error_messages={
            "invalid_choice": gettext_lazy(
                "This half-hour has just become full. Please choose another one."
            )
        },
    )
    phone = forms.CharField(
        label=gettext_lazy("Telephone, for the reminder"), required=False, max_length=20
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, choices: list[tuple[str, str]]) -> None:
        super().__init__(data, initial={"key": uuid4()})
        self.fields["slot"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose a half-hour")),
            *choices,
        ]


@requires(Action.RECEPTION_SERVE)
@require_http_methods(["GET", "HEAD", "POST"])
def hall_appointments(request: SignedInRequest) -> HttpResponse:
    """Show a day; on POST book, and say the code that the person types at the kiosk."""
    unit_id = hall_wanted(request.actor, request.GET.get("unit", ""))
    queues = appointment_queues([unit_id]) if unit_id else []
    if unit_id is None or not queues:
        nothing: dict[str, Any] = {"unit": unit_get(unit_id) if unit_id else None, "queues": []}
        return render(request, "office/hall_appointments.html", nothing)
    days = days_offered(unit_id)
    day = _day(request.GET.get("day", ""), days)
    form = BookForm(
        request.POST if request.method == "POST" else None, choices=_slots(queues, unit_id, day)
    )
    here = f"{reverse('office:hall_appointments')}?unit={unit_id}&day={day.isoformat()}"
    if form.is_bound and form.is_valid():
        try:
            _book(request, form)
        except Forbidden as refusal:
            raise PermissionDenied from refusal
        except Refused as refusal:
            refusal_show(form, refusal)
        else:
            return redirect(here)
    rows = appointments_of_day(unit_id, day)
    context = {
        "unit": unit_get(unit_id),
        "queues": queues,
        "day": day,
        "days": [
            Chip(formats.day(one), f"?unit={unit_id}&day={one.isoformat()}", selected=one == day)
            for one in days
        ],
        "rows": [(one, APPOINTMENTS[one.state]) for one in rows],
        "booked": sum(1 for one in rows if one.state is not AppointmentState.CANCELLED),
        "form": form,
        "here": here,
    }
    status = 422 if form.is_bound else 200
    return render(request, "office/hall_appointments.html", context, status=status)


def _day(text: str, days: list[date]) -> date:
    """Return the day asked for; else today, on a day off the next on which one can come."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return days[0] if days else clock.today()


def _slots(queues: list[QueueView], unit_id: int, day: date) -> list[tuple[str, str]]:
    """Return what can be booked on a day: `queue|instant` and words."""
    return [
        (
            f"{queue.id}|{one.at.isoformat()}",
            f"{queue.prefix} · {queue.name}: {formats.time_of_day(one.at)} ({_left(one.left)})",
        )
        for queue in queues
        for one in slots_offered(unit_id, queue.id, day)
    ]


def _left(left: int) -> str:
    return ngettext("%(n)s place left", "%(n)s places left", left) % {"n": left}


def _book(request: SignedInRequest, form: BookForm) -> None:
    queue, _bar, at = form.cleaned_data["slot"].partition("|")
    done = appointment_book_for(
        actor=request.actor,
        order=AppointmentOrder(
            queue_id=int(queue),
            at=datetime.fromisoformat(at),
            key=form.cleaned_data["key"],
            language=get_language() or "vi",
            phone=form.cleaned_data["phone"],
        ),
    )
    messages.success(
        request,
        _("Booked: %(when)s. Tell the person the code for the kiosk: %(code)s.")
        % {"when": formats.instant(done.at), "code": f"{done.code[:3]} {done.code[3:]}"},
    )
