"""Routes of the hall: kiosk, display, and the page of a number. Their addresses are their leave."""

from __future__ import annotations

from django.urls import URLPattern, path

from motcua.portal.views.display import display
from motcua.portal.views.kiosk import kiosk
from motcua.portal.views.kiosk_appointment import kiosk_appointment
from motcua.portal.views.kiosk_matters import kiosk_matters
from motcua.portal.views.kiosk_number import kiosk_number
from motcua.portal.views.kiosk_papers import kiosk_papers
from motcua.portal.views.kiosk_procedures import kiosk_procedures
from motcua.portal.views.kiosk_take import kiosk_take
from motcua.portal.views.number import number

KIOSK = "kiosk/<str:token>/"
SAID = f"{KIOSK}<slug:language>/"
routes: list[URLPattern] = [
    path(KIOSK, kiosk, name="kiosk"),
    path(SAID, kiosk_matters, name="kiosk_matters"),
    path(f"{SAID}appointment/", kiosk_appointment, name="kiosk_appointment"),
    path(f"{SAID}take/", kiosk_take, name="kiosk_take"),
    path(f"{SAID}number/<str:ticket>/", kiosk_number, name="kiosk_number"),
    path(f"{SAID}<int:queue>/", kiosk_procedures, name="kiosk_procedures"),
    path(f"{SAID}<int:queue>/<str:code>/", kiosk_papers, name="kiosk_papers"),
    path("display/<str:token>/", display, name="display"),
    path("n/<str:token>/", number, name="number"),
]
