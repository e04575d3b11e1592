"""What the hall's pages share: a device opened by its link, languages on one screen, headers.

No page here knows who anybody is. Its address is its leave: nothing of it goes on to other pages
(`Referrer-Policy`), to search engines or into caches. No cookie is read, so that no page of
another site can act in somebody's name: the pages need no token of their own against that.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt

from motcua.deadlines.types import Names
from motcua.identity.access import public
from motcua.kernel import clock
from motcua.kernel.errors import NotFound
from motcua.kernel.scope import no_transaction, scope_hall, scope_use
from motcua.organisations.queries import unit_get
from motcua.reception.live.passes import live_address
from motcua.reception.queries.devices import device_of
from motcua.reception.queries.hours import Hours, hours_of
from motcua.reception.services import device_seen
from motcua.reception.types import DeviceKind, DeviceView, Estimate
from motcua.ui import formats
from motcua.ui.private import private

THEMES = {DeviceKind.KIOSK: "light", DeviceKind.DISPLAY: "dark"}  # not as the device's night mode

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Place:
    """A device at work: where it stands and the link that it was opened with."""

    device: DeviceView
    token: str
    language: str

    @property
    def unit_id(self) -> int:
        """Return the centre."""
        return self.device.unit_id

    @property
    def unit_name(self) -> str:
        """Return the centre's own name with that of its commune."""
        return centre_name(self.unit_id)


def centre_name(unit_id: int) -> str:
    """Return the name of a centre as it stands above its door."""
    unit = unit_get(unit_id)
    if unit.parent_id is None:
        return unit.full_name
    return f"{unit.full_name}, {unit_get(unit.parent_id).full_name}"


def device_page(kind: DeviceKind) -> Callable[[View], View]:
    """Mark a page of a device: its link lets in, and the database shows that hall alone.

    The view is given a `Place` instead of the token. An unknown link and one that was taken back
    are told alike.
    """

    def mark(view: View) -> View:
        @public
        @no_transaction
        @csrf_exempt
        @wraps(view)
        def answer(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponse:
            language = kwargs.pop("language", "") or translation.get_language() or "vi"
            if language not in dict(settings.LANGUAGES):
                raise Http404
            request.ui_theme = THEMES[kind]  # type: ignore[attr-defined]
            with translation.override(language):
                try:
                    device = device_of(kind, token)
                except NotFound:
                    response = render(request, "portal/_hall_gone.html", {"kind": kind}, status=404)
                else:
                    with scope_use(scope_hall(device.unit_id)):
                        device_seen(device)
                        place = Place(device, token, language)
                        response = view(request, place, *args, **kwargs)
                response["Content-Language"] = language
            return private(response)

        return answer

    return mark


def unless_same(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Answer 304 where the page is what the screen shows already: asked every few seconds."""
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    answered = get_conditional_response(request, etag=etag, response=response) or response
    answered["ETag"] = etag
    return answered


def in_each_language() -> Iterator[str]:
    """Yield every language in turn, each in force while its turn lasts."""
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            yield code


def live_of(place: Place) -> str:
    """Return where a device listens to its hall; empty without a live process."""
    return live_address(place.unit_id, f"d{place.device.id}")


def opens_text(hours: Hours) -> str:
    """Say when the centre opens; empty while numbers are given."""
    if hours.closing is not None:
        return ""
    closed = _("The centre is closed now.")
    if hours.day_off is not None:
        closed = _("The centre is closed today: %(name)s.") % {"name": _said(hours.day_off)}
    if hours.opens is None:
        return f"{closed} {_('Please ask for the next opening day.')}"
    return (
        closed
        + " "
        + _("It opens on %(day)s at %(time)s.")
        % {
            "day": formats.day_full(hours.opens),
            "time": formats.time_of_day(hours.opens),
        }
    )


def _said(names: Names) -> str:
    """Return the name of a day off in the language in force."""
    language = (translation.get_language() or "vi")[:2]
    return {"en": names.en, "id": names.id}.get(language, names.vi) or names.vi


def closed_text(unit_id: int) -> str:
    """Say when a centre opens; empty while numbers are given."""
    return opens_text(hours_of(unit_id, clock.now()))


def ahead_text(ahead: int | None) -> str:
    """Say how many are called before; empty for who does not wait."""
    if ahead is None:
        return ""
    if not ahead:
        return _("You are next")
    words = ngettext("%(n)s person before you", "%(n)s people before you", ahead)
    return words % {"n": formats.number(ahead)}


def wait_text(estimate: Estimate | None) -> str:
    """Say how long it will probably take, as a span."""
    if estimate is None:
        return _("No counter is open yet. The waiting time is shown as soon as one opens.")
    low, high = estimate.minutes_low, estimate.minutes_high
    if high < 1:
        return _("It will be your turn in a moment.")
    if low in {high, 0}:
        words = ngettext("Up to %(n)s minute", "Up to %(n)s minutes", high)
        return words % {"n": formats.number(high)}
    return _("About %(low)s to %(high)s minutes") % {
        "low": formats.number(low),
        "high": formats.number(high),
    }
