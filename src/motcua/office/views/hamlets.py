"""The villages of a unit in their order, roads between them, and whether visits are offered."""

from __future__ import annotations

from collections.abc import Callable
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
from motcua.identity.types import Action
from motcua.kernel.errors import Forbidden, NotFound, Refused
from motcua.office.outside.forms import PlaceField, place_text
from motcua.office.outside.reading import centre_of, centres_for
from motcua.office.refusals import refusal_show
from motcua.reception import services
from motcua.reception.queries.house import house_of
from motcua.reception.queries.visits import HamletView, hamlets_of, roads_of
from motcua.reception.services import HamletChange


class HamletForm(forms.Form):
    """A village."""

    name = forms.CharField(label=gettext_lazy("Name of the village"), max_length=80)
    place = PlaceField(label=gettext_lazy("Its middle on the map"))


class RoadForm(forms.Form):
    """A road between two villages."""

    one = forms.TypedChoiceField(label=gettext_lazy("From"), coerce=int)
    other = forms.TypedChoiceField(label=gettext_lazy("To"), coerce=int)
    kilometres = forms.DecimalField(
        label=gettext_lazy("Kilometres"), required=False, min_value=0, max_digits=5,
        decimal_places=1, localize=True,
    )  # fmt: skip

    def __init__(self, data: Any = None, *, hamlets: list[HamletView]) -> None:
        super().__init__(data, auto_id="id_road_%s")
        for name in ("one", "other"):
            self.fields[name].choices = [  # type: ignore[attr-defined]
                (one.id, one.name) for one in hamlets
            ]


class OfferForm(forms.Form):
    """Whether people can ask at the portal, and where rounds begin."""

    offered = forms.BooleanField(
        label=gettext_lazy("People can ask for a visit at the portal"), required=False
    )
    base = PlaceField(label=gettext_lazy("Where rounds begin, on the map"))


@requires(Action.RECEPTION_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def hamlets(request: SignedInRequest) -> HttpResponse:
    """Show the list; on POST do what `act` names."""
    given = request.POST if request.method == "POST" else request.GET
    unit = centre_of(request.actor, Action.RECEPTION_EDIT, given.get("unit", ""))
    if unit is None:
        return render(request, "office/hamlets.html", {"unit": None})
    act = request.POST.get("act", "") if request.method == "POST" else ""
    known, house = hamlets_of(unit.id), house_of(unit.id)
    made: dict[str, forms.Form] = {
        "add": HamletForm(request.POST if act == "add" else None, auto_id="id_add_%s"),
        "road": RoadForm(request.POST if act == "road" else None, hamlets=known),
        "offer": OfferForm(
            request.POST if act == "offer" else None,
            initial={"offered": house.visits_open, "base": place_text(house.base)},
        ),
    }
    form = made.get(act)
    if act and (form is None or form.is_valid()):
        try:
            words = ACTS.get(act, _nothing)(request, unit.id, form)
        except NotFound as refusal:
            raise Http404 from refusal
        except Forbidden as refusal:
            raise PermissionDenied from refusal
        except Refused as refusal:
            if form is None:
                messages.error(request, str(refusal))
                return redirect(f"{reverse('office:hamlets')}?unit={unit.id}")
            refusal_show(form, refusal)
        else:
            messages.success(request, words)
            return redirect(f"{reverse('office:hamlets')}?unit={unit.id}")
    names = {one.id: one.name for one in known}
    context = {
        "unit": unit,
        "units": centres_for(request.actor, Action.RECEPTION_EDIT),
        "hamlets": [(one, f"close-{one.id}") for one in known],
        "ids": ",".join(str(one.id) for one in known),
        "roads": [
            (names[one], names[other], metres / 1000, one, other)
            for (one, other), metres in sorted(roads_of(unit.id).items())
            if one in names and other in names
        ],
        **made,
    }
    return render(request, "office/hamlets.html", context, status=422 if act else 200)


def _add(request: SignedInRequest, unit_id: int, form: forms.Form | None) -> str:
    data = form.cleaned_data if form is not None else {}
    services.hamlet_add(
        actor=request.actor, unit_id=unit_id, change=HamletChange(data["name"], data["place"])
    )
    return _("The village is at the end of the list; move it to its place.")


def _order(request: SignedInRequest, unit_id: int, _form: forms.Form | None) -> str:
    ids = [int(one) for one in request.POST.get("ids", "").split(",") if _is_id(one)]
    moved, _colon, way = request.POST.get("move", "").partition(":")
    place = ids.index(int(moved)) if _is_id(moved) and int(moved) in ids else -1
    other = place + (-1 if way == "up" else 1)
    if place >= 0 and 0 <= other < len(ids):
        ids[place], ids[other] = ids[other], ids[place]
    services.hamlets_order(actor=request.actor, unit_id=unit_id, ids=ids)
    return _("The order is kept.")


def _close(request: SignedInRequest, _unit_id: int, _form: forms.Form | None) -> str:
    text = request.POST.get("hamlet", "")
    services.hamlet_close(actor=request.actor, hamlet_id=int(text) if _is_id(text) else 0)
    return _("The village is off the list.")


def _road(request: SignedInRequest, _unit_id: int, form: forms.Form | None) -> str:
    data = form.cleaned_data if form is not None else {}
    kilometres = data["kilometres"]
    services.road_set(
        actor=request.actor,
        one_id=data["one"],
        other_id=data["other"],
        metres=int(kilometres * 1000) if kilometres else None,
    )
    return _("The road is written down.") if kilometres else _("The road is forgotten.")


def _offer(request: SignedInRequest, unit_id: int, form: forms.Form | None) -> str:
    data = form.cleaned_data if form is not None else {}
    services.visits_offer(
        actor=request.actor, unit_id=unit_id, offered=data["offered"], base=data["base"]
    )
    return _("This is kept.")


def _nothing(_request: SignedInRequest, _unit_id: int, _form: forms.Form | None) -> str:
    raise NotFound("act_unknown", "")


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


ACTS: dict[str, Callable[[SignedInRequest, int, forms.Form | None], str]] = {
    "add": _add,
    "order": _order,
    "close": _close,
    "road": _road,
    "offer": _offer,
}
