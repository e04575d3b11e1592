"""Addresses of the simulators: one prefix each."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, include, path

SIMULATORS = {
    "identity": "national sign-in (VNeID): OpenID Connect provider with sample persons",
    "mail": "mail server (SMTP) that keeps what Motcua sends",
    "payments": "national payment platform: a page to pay, a book, call-backs",
    "population": "national population database of the sample persons",
    "sms": "gateway of text messages that keeps what Motcua sends",
    "timestamps": "time-stamp authority (RFC 3161) for the signatures of results",
}


def index(request: HttpRequest) -> HttpResponse:
    """Say what is here."""
    return render(request, "simulators/index.html", {"simulators": SIMULATORS})


urlpatterns: list[URLPattern | URLResolver] = [
    path("", index, name="index"),
    path("identity/", include("motcua.exchange.simulators.identity.urls")),
    path("mail/", include("motcua.exchange.simulators.mail.urls")),
    path("payments/", include("motcua.exchange.simulators.payments.urls")),
    path("population/", include("motcua.exchange.simulators.population.urls")),
    path("sms/", include("motcua.exchange.simulators.sms.urls")),
    path("timestamps/", include("motcua.exchange.simulators.timestamps.urls")),
]
