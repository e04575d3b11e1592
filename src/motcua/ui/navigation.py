"""Where the frame's links come from: each face registers its own when the application starts.

`ui` never names a page of a face. Items whose action the person lacks are left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

Words = Any  # text or a lazy translation


@dataclass(frozen=True)
class RailItem:
    """A place in the officials' rail. `shortcut` is pressed in order, like `g w`."""

    label: Words
    url_name: str
    icon: str
    action: Any = None
    shortcut: str = ""
    order: int = 100


@dataclass(frozen=True)
class BarItem:
    """A link in the citizens' bar."""

    label: Words
    url_name: str
    icon: str
    order: int = 100


@dataclass(frozen=True)
class FootItem:
    """A link in the foot of the citizens' pages."""

    label: Words
    url_name: str
    order: int = 100


@dataclass(frozen=True)
class AccountItem:
    """A line of the account menu; `post` when it changes something (sign out)."""

    label: Words
    url_name: str
    icon: str
    post: bool = False
    order: int = 100


@dataclass(frozen=True)
class Link:
    """A registered item as the frame shows it on one page."""

    label: Words
    url: str
    icon: str
    current: bool = False
    shortcut: str = ""
    post: bool = False


_rail: dict[str, RailItem] = {}
_bar: dict[str, BarItem] = {}
_foot: dict[str, FootItem] = {}
_account: dict[str, AccountItem] = {}
_citizen: dict[str, AccountItem] = {}


def rail_register(item: RailItem) -> None:
    """Add (or replace) an item of the officials' rail."""
    _rail[item.url_name] = item


def bar_register(item: BarItem) -> None:
    """Add (or replace) a link of the citizens' bar."""
    _bar[item.url_name] = item


def foot_register(item: FootItem) -> None:
    """Add (or replace) a link in the foot of the citizens' pages."""
    _foot[item.url_name] = item


def account_register(item: AccountItem) -> None:
    """Add (or replace) a line of the account menu."""
    _account[item.url_name] = item


def citizen_register(item: AccountItem) -> None:
    """Add (or replace) a line of the account menu of somebody signed in at the portal."""
    _citizen[item.url_name] = item


def rail_for(request: HttpRequest) -> list[Link]:
    """Return the rail of this person, the present page marked."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return []
    allowed = [item for item in _rail.values() if item.action is None or actor.may(item.action)]
    allowed.sort(key=lambda item: item.order)
    links = [(item, reverse(item.url_name)) for item in allowed]
    here = _deepest(request.path, [url for _, url in links])
    return [
        Link(item.label, url, item.icon, current=url == here, shortcut=item.shortcut)
        for item, url in links
    ]


def bar_for(request: HttpRequest) -> list[Link]:
    """Return the links of the citizens' bar."""
    items = sorted(_bar.values(), key=lambda item: item.order)
    links = [(item, reverse(item.url_name)) for item in items]
    here = _deepest(request.path, [url for _, url in links])
    return [Link(item.label, url, item.icon, current=url == here) for item, url in links]


def foot_for(request: HttpRequest) -> list[Link]:
    """Return the links of the citizens' foot."""
    items = sorted(_foot.values(), key=lambda item: item.order)
    links = [(item, reverse(item.url_name)) for item in items]
    return [Link(item.label, url, "", current=url == request.path) for item, url in links]


def account_for(request: HttpRequest) -> list[Link]:
    """Return the lines of an official's account menu."""
    del request
    return _lines(_account)


def citizen_for(request: HttpRequest) -> list[Link]:
    """Return the lines of a citizen's account menu."""
    del request
    return _lines(_citizen)


def _lines(registered: dict[str, AccountItem]) -> list[Link]:
    items = sorted(registered.values(), key=lambda item: item.order)
    return [Link(item.label, reverse(item.url_name), item.icon, post=item.post) for item in items]


def _deepest(path: str, urls: list[str]) -> str:
    """Return the longest url that the path lies under; a face's home only matches itself."""
    matches = [url for url in urls if path == url or (path.startswith(url) and url.count("/") > 2)]
    return max(matches, key=len, default="")
