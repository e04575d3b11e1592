"""Addresses below /mail/."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from motcua.exchange.simulators.host import fault_path
from motcua.exchange.simulators.mail.server import INBOX, MODES


def messages(request: HttpRequest) -> HttpResponse:
    """Show what came."""
    return INBOX.answer(request, "mail")


urlpatterns: list[URLPattern] = [
    path("", messages, name="mail"),
    fault_path("mail", MODES),
]
