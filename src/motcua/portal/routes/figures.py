"""Routes of the figures that everybody may see; the period is in the address."""

from __future__ import annotations

from django.urls import path

from motcua.portal.views.figures import figures
from motcua.portal.views.figures_file import figures_file
from motcua.portal.views.figures_how import figures_how
from motcua.portal.views.figures_unit import figures_unit
from motcua.portal.views.figures_units import figures_units

routes = [
    path("figures/", figures, name="figures"),
    path("figures/how/", figures_how, name="figures_how"),
    path("figures/<str:code>/", figures_unit, name="figures_unit"),
    path("figures/<str:code>/data/<int:year>.<str:kind>", figures_file, name="figures_file"),
    path("figures/<str:code>/<str:period>/", figures_unit, name="figures_unit"),
    path("figures/<str:code>/<str:period>/units/", figures_units, name="figures_units"),
]
