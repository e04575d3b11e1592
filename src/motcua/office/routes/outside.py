"""Work outside the centre: home visits, rounds, villages, extra reception points."""

from __future__ import annotations

from django.urls import URLPattern, path

from motcua.office import converters  # noqa: F401 - registers the pieces of addresses
from motcua.office.views.hamlets import hamlets
from motcua.office.views.point import point
from motcua.office.views.point_work import point_work
from motcua.office.views.points import points
from motcua.office.views.round import round as one_round
from motcua.office.views.round_list import round_list
from motcua.office.views.round_print import round_print
from motcua.office.views.rounds import rounds
from motcua.office.views.visit import visit
from motcua.office.views.visit_figures import visit_figures
from motcua.office.views.visit_help import visit_help
from motcua.office.views.visit_new import visit_new
from motcua.office.views.visit_step import visit_step
from motcua.office.views.visit_take_in import visit_take_in
from motcua.office.views.visits import visits

urlpatterns: list[URLPattern] = [
    path("visits/", visits, name="visits"),
    path("visits/new/", visit_new, name="visit_new"),
    path("visits/help/", visit_help, name="visit_help"),
    path("visits/figures/", visit_figures, name="visit_figures"),
    path("visits/villages/", hamlets, name="hamlets"),
    path("visits/<row:visit_id>/", visit, name="visit"),
    path("visits/<row:visit_id>/step/", visit_step, name="visit_step"),
    path("visits/<row:visit_id>/take-in/", visit_take_in, name="visit_take_in"),
    path("rounds/", rounds, name="rounds"),
    path("rounds/<row:round_id>/", one_round, name="round"),
    path("rounds/<row:round_id>/list/", round_list, name="round_list"),
    path("rounds/<row:round_id>/print/", round_print, name="round_print"),
    path("points/", points, name="points"),
    path("points/<row:point_id>/", point, name="point"),
    path("points/<row:point_id>/work/", point_work, name="point_work"),
]
