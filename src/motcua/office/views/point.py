"""One extra reception point: what is said of it, its hours, the days left out, its end."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.queries import posting_get
from motcua.identity.types import Action
from motcua.kernel.errors import Forbidden, NotFound, Refused
from motcua.office.hall_forms import fields_of
from motcua.office.outside.point_forms import HoursForm, PointForm
from motcua.office.people import people_choices
from motcua.office.refusals import refusal_show
from motcua.organisations.queries import unit_get
from motcua.reception import services
from motcua.reception.labels import WEEKDAYS
from motcua.reception.queries.points import PointView, point_get

SHOWN = 6


@requires(Action.RECEPTION_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def point(request: SignedInRequest, point_id: int) -> HttpResponse:
    """Show a point; on POST change it, add or end hours, leave a day out, or close it."""
    one = _read(request, point_id)
    act = request.POST.get("act", "") if request.method == "POST" else ""
    form = PointForm(
        request.POST if act == "change" else None,
        fields=fields_of(one.unit_id),
        people=people_choices([one.unit_id], [Action.RECEPTION_SERVE]),
        known=one,
        staff=_staff(one),
    )
    hours = HoursForm(request.POST if act == "hours" else None)
    asked = {"change": form, "hours": hours}.get(act)
    if act and (asked is None or asked.is_valid()):
        try:
            words = _done(request, one, act, form, hours)
        except NotFound as refusal:
            raise Http404 from refusal
        except Forbidden as refusal:
            raise PermissionDenied from refusal
        except Refused as refusal:
            if asked is None:
                messages.error(request, str(refusal))
                return redirect("office:point", one.id)
            refusal_show(asked, refusal)
        else:
            messages.success(request, words)
            return redirect(
                "office:points" if act == "close" else "office:point", *_where(act, one)
            )
    context = {
        "point": one,
        "unit": unit_get(one.unit_id),
        "form": form,
        "hours_form": hours,
        "hours": [
            (time, WEEKDAYS[time.weekday] if time.weekday is not None else "") for time in one.hours
        ],
        "next": one.next[:SHOWN],
    }
    return render(request, "office/point.html", context, status=422 if act else 200)


def _read(request: SignedInRequest, point_id: int) -> PointView:
    try:
        one = point_get(point_id)
        request.actor.posting_for(Action.RECEPTION_EDIT, one.unit_id)
    except (NotFound, Forbidden) as refusal:
        raise Http404 from refusal
    return one


def _staff(one: PointView) -> list[str]:
    found = (posting_get(id_) for id_ in one.posting_ids)
    return [str(posting.account_id) for posting in found if posting is not None]


def _where(act: str, one: PointView) -> list[int]:
    return [] if act == "close" else [one.id]


def _done(
    request: SignedInRequest, one: PointView, act: str, form: PointForm, hours: HoursForm
) -> str:
    actor = request.actor
    if act == "change":
        services.point_change(actor=actor, point_id=one.id, order=form.order())
        return _("The point is changed.")
    if act == "hours":
        services.point_hours_add(actor=actor, point_id=one.id, order=hours.order())
        return _("The hours are announced at the portal and at the kiosk.")
    if act == "hours_end":
        wanted = request.POST.get("hours", "")
        if wanted not in {str(time.id) for time in one.hours}:
            raise NotFound("hours_unknown", "")
        services.point_hours_end(actor=actor, hours_id=int(wanted))
        return _("These hours end today.")
    if act in {"off", "on"}:
        try:
            day = date.fromisoformat(request.POST.get("day", "")[:10])
        except ValueError:
            raise NotFound("day_unknown", "") from None
        services.point_off_set(actor=actor, point_id=one.id, day=day, off=act == "off")
        return _("This day is left out.") if act == "off" else _("The point opens after all.")
    if act == "close":
        services.point_close(actor=actor, point_id=one.id)
        return _("The point is closed. Its figures stay.")
    raise NotFound("act_unknown", "")
