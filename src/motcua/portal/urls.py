"""Routes of portal."""

from __future__ import annotations

from django.urls import URLPattern, path

from motcua.portal.routes import after, citizen, documents, figures, filing, hall, payments
from motcua.portal.views.about import about
from motcua.portal.views.accessibility import accessibility
from motcua.portal.views.event import event
from motcua.portal.views.home import home
from motcua.portal.views.procedure import procedure
from motcua.portal.views.procedures import procedures
from motcua.portal.views.robots import robots
from motcua.portal.views.security_txt import security_txt
from motcua.portal.views.track import track
from motcua.portal.views.track_paper import track_paper
from motcua.portal.views.track_papers import track_papers
from motcua.portal.views.track_slip import track_slip
from motcua.portal.views.track_slip_pdf import track_slip_pdf
from motcua.portal.views.unit import unit
from motcua.portal.views.units import units

app_name = "portal"
urlpatterns: list[URLPattern] = [
    path("", home, name="home"),
    path("procedures/", procedures, name="procedures"),
    path("events/<slug:key>/", event, name="event"),
    path("procedures/<str:code>/", procedure, name="procedure"),
    path("track/", track, name="track"),
    path("t/<str:code>/<str:token>/", track_slip, name="track_slip"),
    path("t/<str:code>/<str:token>/papers/", track_papers, name="track_papers"),
    path("t/<str:code>/<str:token>/papers/slip/", track_slip_pdf, name="track_slip_pdf"),
    path("t/<str:code>/<str:token>/papers/<int:paper_id>/", track_paper, name="track_paper"),
    path("units/", units, name="units"),
    path("units/<str:code>/", unit, name="unit"),
    *citizen.routes,
    *filing.routes,
    *documents.routes,
    *after.routes,
    *payments.routes,
    *hall.routes,
    *figures.routes,
    path("about/", about, name="about"),
    path("accessibility/", accessibility, name="accessibility"),
    path("robots.txt", robots, name="robots"),
    path(".well-known/security.txt", security_txt, name="security_txt"),
]
