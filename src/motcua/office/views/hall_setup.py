"""Setting a hall up: queues, counters, kiosks and displays, and the end of the day."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.queries import accounts_by_ids
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.kernel.errors import Forbidden, Refused
from motcua.office.hall_forms import CounterForm, DeviceForm, HouseForm, QueueForm, queue_fields_of
from motcua.office.hall_places import centre_wanted, centres_open_to, device_url
from motcua.office.refusals import refusal_show
from motcua.organisations.queries import units_by_ids
from motcua.reception import services
from motcua.reception.queries.desk import counters_of, hall_now, queues_of
from motcua.reception.queries.devices import devices_of
from motcua.reception.queries.hours import hours_of
from motcua.reception.queries.house import house_of
from motcua.reception.rules import House
from motcua.reception.types import DeviceKind, DeviceView, QueueView

Forms = dict[str, forms.Form]


@requires(Action.RECEPTION_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def hall_setup(request: SignedInRequest) -> HttpResponse:
    """Show the setup of a centre; on POST add a queue, a counter or a device."""
    given = request.POST if request.method == "POST" else request.GET
    unit_id = centre_wanted(request.actor, given.get("unit", ""))
    if unit_id is None:
        return render(request, "office/hall_setup.html", {"unit": None})
    queues = queues_of(unit_id)
    what = request.POST.get("what", "") if request.method == "POST" else ""
    made = _forms(request, unit_id, queues, what)
    form = made.get(what)
    shown: dict[str, Any] = {}
    if form is not None and form.is_valid():
        try:
            shown = ADD[what](request, unit_id, form.cleaned_data)
        except Forbidden as refusal:
            raise PermissionDenied from refusal
        except Refused as refusal:
            refusal_show(form, refusal)
        else:
            if not shown:
                return redirect(f"{reverse('office:hall_setup')}?unit={unit_id}")
            made = _forms(request, unit_id, queues, "")
            form = None
    context = {**_context(request, unit_id, queues), **made, **shown}
    return render(request, "office/hall_setup.html", context, status=422 if form else 200)


def _forms(request: SignedInRequest, unit_id: int, queues: list[QueueView], what: str) -> Forms:
    sent = {what: request.POST}
    return {
        "queue": QueueForm(sent.get("queue"), choices=queue_fields_of(unit_id)),
        "counter": CounterForm(sent.get("counter"), known=queues),
        "device": DeviceForm(sent.get("device")),
        "house": HouseForm(sent.get("house"), house=house_of(unit_id).hall),
    }


def _queue(request: SignedInRequest, unit_id: int, data: dict[str, Any]) -> dict[str, Any]:
    services.queue_open(
        actor=request.actor, unit_id=unit_id, prefix=data["prefix"], name=data["name"],
        fields=data["fields_"], names={"en": data["name_en"], "id": data["name_id"]},
    )  # fmt: skip
    messages.success(request, _("The queue is open."))
    return {}


def _counter(request: SignedInRequest, unit_id: int, data: dict[str, Any]) -> dict[str, Any]:
    services.counter_set(
        actor=request.actor, unit_id=unit_id, number=data["number"], queue_ids=data["queues"]
    )
    messages.success(
        request, _("Counter %(number)s serves these queues.") % {"number": data["number"]}
    )
    return {}


def _device(request: SignedInRequest, unit_id: int, data: dict[str, Any]) -> dict[str, Any]:
    """Make a device; its link is shown in this answer and never again."""
    made = services.device_add(
        actor=request.actor, unit_id=unit_id, kind=DeviceKind(data["kind"]), name=data["name"]
    )
    return {"new_device": made.device, "new_link": device_url(made.device.kind, made.token)}


def _house(request: SignedInRequest, unit_id: int, data: dict[str, Any]) -> dict[str, Any]:
    services.house_set(actor=request.actor, unit_id=unit_id, hall=House(**data))
    messages.success(request, _("Calls are made this way from now on."))
    return {}


ADD: dict[str, Callable[[SignedInRequest, int, dict[str, Any]], dict[str, Any]]] = {
    "queue": _queue,
    "counter": _counter,
    "device": _device,
    "house": _house,
}


def _context(request: SignedInRequest, unit_id: int, queues: list[QueueView]) -> dict[str, Any]:
    units = units_by_ids(centres_open_to(request.actor))
    counters = counters_of(unit_id)
    people = accounts_by_ids([one.account_id for one in counters if one.account_id])
    named = dict(queue_fields_of(unit_id))
    letters = {one.id: one.prefix for one in queues}
    now = hall_now(unit_id)
    waiting = {one.queue.id: len(one.waiting) for one in now.queues}
    return {
        "unit": units[unit_id],
        "units": sorted(units.values(), key=lambda one: one.full_name),
        "queues": [
            (one, [named.get(code, code) for code in one.fields], waiting.get(one.id, 0))
            for one in queues
        ],
        "counters": [
            (
                one,
                [letters[id_] for id_ in one.queue_ids if id_ in letters],
                people[one.account_id].name if one.account_id in people else "",
                f"counter-{one.number}",
            )
            for one in counters
        ],
        "devices": [
            (one, _kind(one), f"revoke-{one.id}")
            for one in devices_of(unit_id)
            if one.revoked_at is None
        ],
        "left": sum(waiting.values()) + len(now.parked),
        "hours": hours_of(unit_id, clock.now()),
        "ended": house_of(unit_id).ended_on == clock.today(),
    }


def _kind(device: DeviceView) -> str:
    return _("Kiosk") if device.kind is DeviceKind.KIOSK else _("Display")
