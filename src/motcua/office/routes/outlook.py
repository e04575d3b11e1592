"""What figures say about what to do: the procedures that matter, expected arrivals."""

from __future__ import annotations

from django.urls import URLPattern, path

from motcua.office.views.forecast import forecast
from motcua.office.views.forecast_file import forecast_file
from motcua.office.views.twenty import twenty
from motcua.office.views.twenty_file import twenty_file
from motcua.office.views.unit_states import unit_states

urlpatterns: list[URLPattern] = [
    path("targets/states/", unit_states, name="unit_states"),
    path("forecast/", forecast, name="forecast"),
    path("forecast/<slug:kind>/", forecast_file, name="forecast_file"),
    path("twenty/", twenty, name="twenty"),
    path("twenty/<slug:kind>/", twenty_file, name="twenty_file"),
]
