"""Routes of the officials' pages: one module of `office/routes` per topic."""

from __future__ import annotations

from django.urls import URLPattern

from motcua.office.routes import dossier, session, work

app_name = "office"
urlpatterns: list[URLPattern] = [
    *dossier.urlpatterns,
    *session.urlpatterns,
    *work.urlpatterns,
]
