"""Wall screens that are opened by a link: what one shows, how it answers, how it is listed.

Nobody is signed in on such a screen. Its database scope is that of its board: the sums of its
units and who waits in their halls; no dossier, no party, no official.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from motcua.identity.access import public
from motcua.identity.queries import accounts_by_ids
from motcua.identity.types import Action, Actor
from motcua.indicators.index.beside import units_tree
from motcua.indicators.index.places import Counted, Tree, counted_under
from motcua.indicators.queries.counted import counted_lived, until_of
from motcua.indicators.queries.counted_board import taken_over_name
from motcua.indicators.types import Period
from motcua.kernel import clock
from motcua.kernel.budget import network_of
from motcua.kernel.scope import no_transaction
from motcua.office.boards.asked import READERS, Narrow, Reader, narrow_from, readers_of
from motcua.office.period import NAMED, named_period
from motcua.organisations.queries import unit_get, units_by_ids
from motcua.organisations.types import UnitView
from motcua.procedures.queries import fields_all, procedure_ids, procedure_names
from motcua.reception.queries.devices import walls_of
from motcua.reception.services import TooManyTries, device_seen, wall_opened
from motcua.reception.types import DeviceView
from motcua.ui import formats
from motcua.ui.private import private
from motcua.ui.types import Tone

FILTERS = ("board", "period", "from", "to", "field", "procedure", "own", "taken")
"""What of a board's address a screen keeps."""
LOOK_AGAIN_SECONDS = 120
SEEN_NOW = timedelta(minutes=3)

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Screened:
    """What a screen shows."""

    unit: UnitView
    counted: Counted
    reader: Reader
    period: Period
    narrow: Narrow
    own: bool
    part: str = ""  # what alone is counted of what the unit took over, in words

    @property
    def only(self) -> tuple[str, ...]:
        """Return in words what alone is counted; empty: everything."""
        field, procedure = self.narrow.field, self.narrow.procedure
        return _only(
            field.name if field else "", procedure[2] if procedure else "", self.part, own=self.own
        )


def _only(field: str, procedure: str, part: str, *, own: bool) -> tuple[str, ...]:
    words = (field, procedure, _("The unit itself alone") if own else "", part)
    return tuple(one for one in words if one)


def screened_of(device: DeviceView) -> Screened | None:
    """Return what a screen shows today; None when a filter of it is known no more.

    A board without a filter that was chosen would show other figures under the same name.
    """
    unit, shown = unit_get(device.unit_id), device.shown
    narrow = narrow_from(shown)
    known = readers_of(unit.kind)
    text = shown.get("board", "")
    period = _period(shown)
    if narrow.problems or period is None or (text and text not in known):
        return None
    own, taken = shown.get("own") == "1", shown.get("taken", "")
    counted = Counted(unit.id, frozenset({unit.id}))
    if taken or not own:
        counted = counted_lived(unit.id, until_of(period))
    part = next((one for one in counted.taken if str(one.unit_id) == taken), None)
    if taken and part is None:
        return None
    if part is not None:
        counted = Counted(unit.id, frozenset(), (part,))
    return Screened(
        unit=unit,
        counted=counted,
        reader=Reader(text) if text else known[0],
        period=period,
        narrow=narrow,
        own=own,
        part=taken_over_name(units_tree().rows[part.unit_id].name) if part else "",
    )


def _period(shown: Any) -> Period | None:
    """Return days that have a name as they are today, or the fixed ones."""
    if "from" not in shown:
        name = shown.get("period", "month")
        return named_period(name) if name in dict(NAMED) else None
    try:
        return Period(date.fromisoformat(shown["from"]), date.fromisoformat(shown["to"]))
    except (KeyError, ValueError):
        return None


def screen_page(view: View) -> View:
    """Mark a page of a screen: nobody is signed in, its address is its leave, no cookie is read."""

    @public
    @no_transaction
    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.ui_theme = "dark"  # type: ignore[attr-defined]  # not as the device's night mode
        with translation.override(settings.DEFAULT_LANGUAGE):
            response = view(request, *args, **kwargs)
        return private(response)

    return answer


def screen_said(
    request: HttpRequest, title: str, text: str, status: int, wait: int = LOOK_AGAIN_SECONDS
) -> HttpResponse:
    """Return a screen that says in large words why it shows nothing, and looks again by itself."""
    context = {"title": title, "text": text, "wait": wait}
    response = render(request, "office/_screen_said.html", context, status=status)
    response["Retry-After"] = str(wait)
    return response


def screen_opened(request: HttpRequest, token: str) -> DeviceView | HttpResponse:
    """Return the screen of a link, or what is said where there is none; notes that it lives."""
    try:
        device = wall_opened(token=token, network=network_of(request))
    except TooManyTries as refusal:
        seconds = int(refusal.details["seconds"])
        shared = refusal.code == "wall_shared"
        title = _("This link is open on several screens") if shared else _("Too many tries")
        return screen_said(request, title, str(refusal.message), 429, seconds)
    if device is None:
        return screen_said(
            request,
            _("This link opens nothing"),
            _("It is not complete, or a code was typed for it and it moved to another screen."),
            404,
        )
    device_seen(device)
    return device


def screen_over(request: HttpRequest, device: DeviceView) -> HttpResponse | None:
    """Return what is said on a screen whose link was taken back or is over; None while it holds."""
    if device.revoked_at is not None:
        said = _("The office took its link back on %(when)s. It shows no figures any more.")
        values = {"when": formats.instant(device.revoked_at)}
        return screen_said(request, _("This screen was switched off"), said % values, 410)
    if device.expires_at is not None and device.expires_at <= clock.now():
        said = _("It ended on %(when)s. Once the office renews it, this screen goes on by itself.")
        values = {"when": formats.instant(device.expires_at)}
        return screen_said(request, _("The link of this screen is over"), said % values, 410)
    return None


def ends_soon(device: DeviceView) -> datetime | None:
    """Return when a link ends, once that is near; None before."""
    ends = device.expires_at
    near = ends is not None and ends - clock.now() <= timedelta(days=settings.WALL_WARN_DAYS)
    return ends if near else None


def screen_url(token: str = "") -> str:
    """Return the address of a screen, or of the page where its code is typed."""
    path = reverse("office:screen", args=[token]) if token else reverse("office:screen_code")
    return settings.PUBLIC_URL + path


def screens_listed(actor: Actor) -> list[dict[str, Any]]:
    """Return the screens of the units whose boards somebody may hang up, as a table shows them."""
    devices = walls_of(actor.unit_ids_for(Action.BOARD_SCREEN))
    known = known_of(devices)
    people = accounts_by_ids(
        {key for one in devices for key in (one.made_by, one.revoked_by) if key is not None}
    )

    def named(account_id: int | None) -> str:
        return people[account_id].name if account_id in people else ""

    return [
        {
            "device": one,
            "unit": known.units[one.unit_id].full_name,
            "shows": shows_words(one, known),
            "made_by": named(one.made_by),
            "revoked_by": named(one.revoked_by),
            "live": one.seen_at is not None and clock.now() - one.seen_at < SEEN_NOW,
            "state": _state(one),
        }
        for one in devices
    ]


@dataclass(frozen=True)
class Known:
    """What the words about screens are made of, read once for all of them."""

    units: Mapping[int, UnitView]
    tree: Tree
    fields: Mapping[str, str]  # code: name
    procedures: Mapping[str, str]


def known_of(devices: Collection[DeviceView]) -> Known:
    """Return what is known of the filters of some screens; five statements, however many."""
    ids = procedure_ids({one.shown.get("procedure", "") for one in devices})
    names = procedure_names(ids.values())
    return Known(
        units_by_ids({one.unit_id for one in devices}),
        units_tree(),
        {one.code: one.name for one in fields_all()},
        {code: names[key][1] for code, key in ids.items() if key in names},
    )


def shows_words(device: DeviceView, known: Known) -> str:
    """Say which board a screen shows, of which days, and what alone it counts; no statement."""
    shown, unit = device.shown, known.units[device.unit_id]
    period, readers = _period(shown), readers_of(unit.kind)
    board, taken = shown.get("board", ""), shown.get("taken", "")
    field, procedure = shown.get("field", ""), shown.get("procedure", "")
    part = _part_words(unit, taken, period, known.tree) if taken and period else ""
    if (
        period is None
        or (board and board not in readers)
        or (field and field not in known.fields)
        or (procedure and procedure not in known.procedures)
        or (taken and not part)
    ):
        return _("a filter that is known no more")
    name = shown.get("period", "" if "from" in shown else "month")
    days = dict(NAMED).get(name) or formats.span(period.first, period.last)
    only = _only(
        known.fields.get(field, ""),
        known.procedures.get(procedure, ""),
        part,
        own=shown.get("own") == "1",
    )
    reader = Reader(board) if board else readers[0]
    return " · ".join(str(one) for one in (READERS[reader], days, *only))


def _part_words(unit: UnitView, taken: str, period: Period, tree: Tree) -> str:
    """Return what is called that a unit took over and a screen alone counts; empty: it did not."""
    found = counted_under(unit.id, tree, until_of(period)).taken
    part = next((one.unit_id for one in found if str(one.unit_id) == taken), None)
    return "" if part is None else taken_over_name(tree.rows[part].name)


def _state(device: DeviceView) -> tuple[str, str, str]:
    """Return word, tone and icon of where a link stands."""
    if device.revoked_at is not None:
        return _("taken back"), Tone.NEUTRAL.value, "x"
    if device.expires_at is not None and device.expires_at <= clock.now():
        return _("over"), Tone.OVERDUE.value, "alert-triangle"
    if ends_soon(device):
        return _("ends soon"), Tone.DUE_SOON.value, "clock"
    return _("in use"), Tone.DONE.value, "check"
