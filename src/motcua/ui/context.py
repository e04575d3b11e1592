"""What the frame of every page needs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.urls import NoReverseMatch
from django.utils.http import urlencode
from django.utils.translation import get_language, get_language_info

from motcua.ui import navigation

RAIL_COOKIE = "motcua_rail"


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the frame's variables: `frame`, and `rail` for the officials' pages."""
    return {"frame": Frame(request), "rail": navigation.rail_for(request)}


class CitizenFrame:
    """Variables about the citizen who is signed in at the portal."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self._citizen = getattr(request, "citizen", None)

    @property
    def citizen_name(self) -> str:
        """Name of the citizen signed in at the portal, or nothing."""
        return str(self._citizen.person.name) if self._citizen else ""

    @property
    def citizen_links(self) -> list[navigation.Link]:
        """Lines of the citizen's account menu."""
        return navigation.citizen_for(self._request)

    @property
    def citizen_sign_in_url(self) -> str:
        """Citizens' sign-in page, which leads back here; empty while there is none."""
        url = _url(settings.CITIZEN_LOGIN_URL, "")
        path = self._request.path
        if not url or path == _url(settings.LOGOUT_REDIRECT_URL, "/") or path.startswith(url):
            return url
        return f"{url}?{urlencode({'next': path})}"

    @property
    def acting_name(self) -> str:
        """For whom the citizen acts, where that is somebody else."""
        citizen = self._citizen
        return str(citizen.subject.name) if citizen and citizen.acts_for_another else ""

    @property
    def acting_url(self) -> str:
        """Where the citizen changes for whom he acts."""
        return _url(settings.CITIZEN_ACTING_URL, "")

    @property
    def helper_name(self) -> str:
        """Who assists the citizen under an official name, or nothing."""
        return str(self._citizen.helper_name) if self._citizen else ""

    @property
    def helper_url(self) -> str:
        """Where the citizen ends the help."""
        return _url(settings.CITIZEN_HELPER_URL, "")


class Frame(CitizenFrame):
    """Variables of the frame, worked out only when a template asks."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self._actor = getattr(request, "actor", None)

    service_name = "Motcua"

    @property
    def home_url(self) -> str:
        """Citizens' first page."""
        return _url(settings.LOGOUT_REDIRECT_URL, "/")

    @property
    def office_url(self) -> str:
        """Officials' first page."""
        return _url(settings.LOGIN_REDIRECT_URL, "/office/")

    @property
    def sign_in_url(self) -> str:
        """Officials' sign-in page; empty while there is none."""
        return _url(settings.LOGIN_URL, "")

    @property
    def here(self) -> str:
        """Where the reader is, for coming back after a choice of language."""
        return self._request.get_full_path() if self._request.method == "GET" else self.home_url

    @property
    def theme(self) -> str:
        """Return `light` or `dark` where a page asks for one; else the device decides."""
        return str(getattr(self._request, "ui_theme", ""))

    @property
    def rail_folded(self) -> bool:
        """Whether this person folded the rail."""
        return self._request.COOKIES.get(RAIL_COOKIE) == "folded"

    @property
    def languages(self) -> list[dict[str, Any]]:
        """Every language in its own name."""
        active = get_language()
        return [
            {"code": code, "name": get_language_info(code)["name_local"], "current": code == active}
            for code, _ in settings.LANGUAGES
        ]

    @property
    def language_name(self) -> str:
        """Name of the active language in itself."""
        return str(get_language_info(get_language() or "en")["name_local"])

    @property
    def bar(self) -> list[navigation.Link]:
        """Links of the citizens' bar."""
        return navigation.bar_for(self._request)

    @property
    def foot(self) -> list[navigation.Link]:
        """Links of the citizens' foot."""
        return navigation.foot_for(self._request)

    @property
    def account_name(self) -> str:
        """Name of the person signed in, or nothing."""
        return str(getattr(self._actor, "name", "") or "")

    @property
    def account_note(self) -> str:
        """The first posting's unit."""
        postings = getattr(self._actor, "postings", ())
        return str(postings[0].unit_name) if postings else ""

    @property
    def account_links(self) -> list[navigation.Link]:
        """Lines of the account menu."""
        return navigation.account_for(self._request)


def _url(name: str | None, default: str) -> str:
    try:
        return resolve_url(name) if name else default
    except NoReverseMatch:
        return default
