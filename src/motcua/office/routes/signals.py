"""Signals of polished figures: overview, one signal at one unit, the file."""

from __future__ import annotations

from django.urls import URLPattern, path

from motcua.office.views.signal import signal
from motcua.office.views.signals import signals
from motcua.office.views.signals_file import signals_file

urlpatterns: list[URLPattern] = [
    path("signals/", signals, name="signals"),
    path("signals/file/<slug:kind>/", signals_file, name="signals_file"),
    path("signals/<slug:name>/<str:code>/", signal, name="signal"),
]
