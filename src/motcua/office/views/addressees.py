"""Who answers difficulties of a register, and what goes to whom by itself."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.deadlines.explain import limit_text
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import Forbidden, Refused
from motcua.office.difficulties import difficulty_tabs, register_kept
from motcua.office.difficulty_forms import AddresseeForm, WayForm
from motcua.office.refusals import refusal_show
from motcua.organisations.queries import unit_children
from motcua.organisations.types import UnitKind
from motcua.oversight.queries.places import register_unit
from motcua.oversight.queries.ways import addressees_of, routes_of
from motcua.oversight.services import addressees as services
from motcua.oversight.types import Group, Kind
from motcua.oversight.words import GROUPS, KINDS

HERE = frozenset({UnitKind.DEPARTMENT, UnitKind.CENTRE, UnitKind.BODY})


@requires(Action.OVERSIGHT_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def addressees(request: SignedInRequest) -> HttpResponse:
    """Show both lists; a POST of whoever keeps the register adds to one or ends a row."""
    kept = register_kept(request.actor)
    register_id = kept or register_unit(request.actor.postings[0].unit_id).id
    if request.method != "POST":
        return _page(request, register_id, keeps=kept is not None)
    if kept is None:
        messages.warning(request, _("Only whoever keeps the register of the province changes it."))
        return redirect("office:addressees")
    acts: dict[str, Callable[[], forms.Form | None]] = {
        "addressee": partial(_addressee, request, register_id),
        "route": partial(_route, request, register_id),
        "end_addressee": partial(_end, request, services.addressee_end, "addressee_id"),
        "end_route": partial(_end, request, services.route_end, "route_id"),
    }
    act = acts.get(request.POST.get("act", ""))
    try:
        wrong = act() if act is not None else None
    except Forbidden as refusal:
        raise PermissionDenied from refusal
    if wrong is not None:
        return _page(request, register_id, wrong, keeps=True)
    return redirect("office:addressees")


def _addressee(request: SignedInRequest, register_id: int) -> forms.Form | None:
    form = AddresseeForm(request.POST, units=_units(register_id), prefix="addressee")
    if not form.is_valid():
        return form
    data = form.cleaned_data
    return _tried(
        request,
        form,
        lambda: services.addressee_add(
            actor=request.actor, register_id=register_id, kind=Kind(data["kind"]),
            name=data["name"], limit=data["limit"], source=data["source"],
            answers_id=data["answers_id"],
        ),
    )  # fmt: skip


def _route(request: SignedInRequest, register_id: int) -> forms.Form | None:
    form = WayForm(request.POST, addressees=addressees_of(register_id), prefix="route")
    if not form.is_valid():
        return form
    data = form.cleaned_data
    group = Group(data["group"]) if data["group"] else None
    return _tried(
        request,
        form,
        lambda: services.route_add(
            actor=request.actor, addressee_id=data["addressee_id"], group=group,
            system=data["system"], procedure=data["procedure"],
        ),
    )  # fmt: skip


def _end(request: SignedInRequest, call: Callable[..., object], name: str) -> None:
    text = request.POST.get("id", "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0
    try:
        call(actor=request.actor, **{name: number})
    except Forbidden:
        raise
    except Refused as refusal:
        messages.warning(request, str(refusal.message))
    else:
        messages.success(request, _("It no longer holds, from today on."))


def _tried(
    request: SignedInRequest, form: forms.Form, call: Callable[[], object]
) -> forms.Form | None:
    try:
        call()
    except Forbidden:
        raise
    except Refused as refusal:
        refusal_show(form, refusal)
        return form
    messages.success(request, _("Recorded."))
    return None


def _units(register_id: int) -> list[tuple[int, str]]:
    return [(one.id, one.full_name) for one in unit_children(register_id) if one.kind in HERE]


def _page(
    request: SignedInRequest, register_id: int, wrong: forms.Form | None = None, *, keeps: bool
) -> HttpResponse:
    answerers = addressees_of(register_id)
    units = _units(register_id)
    shown = {
        "addressee": AddresseeForm(units=units, prefix="addressee"),
        "route": WayForm(addressees=answerers, prefix="route"),
    }
    if wrong is not None and wrong.prefix:
        shown[wrong.prefix] = wrong
    context: dict[str, Any] = {
        "tabs": difficulty_tabs("addressees"),
        "answerers": [
            {"one": one, "kind": KINDS[one.kind], "limit": limit_text(one.limit)}
            for one in answerers
        ],
        "routes": [
            {"one": one, "group": GROUPS[one.group] if one.group else ""}
            for one in routes_of(register_id)
        ],
        "forms": shown,
        "keeps": keeps,
        "failed": [wrong] if wrong is not None else [],
        "opened": {name: wrong is not None and wrong.prefix == name for name in shown},
    }
    return render(request, "office/addressees.html", context, status=422 if wrong else 200)
