"""Routes of the officials' pages: one module of `office/routes` per topic."""

from __future__ import annotations

from django.urls import URLPattern

from motcua.office.routes import boards, dossier, intake, session, work

app_name = "office"
urlpatterns: list[URLPattern] = [
    *boards.urlpatterns,
    *dossier.urlpatterns,
    *intake.urlpatterns,
    *session.urlpatterns,
    *work.urlpatterns,
]
