"""Routes of the officials' pages: one module of `office/routes` per topic."""

from __future__ import annotations

from django.urls import URLPattern

from motcua.office.routes import (
    accounts,
    boards,
    citizens,
    dossier,
    feedback,
    forms,
    hall,
    intake,
    payments,
    session,
    work,
)

app_name = "office"
urlpatterns: list[URLPattern] = [
    *accounts.urlpatterns,
    *boards.urlpatterns,
    *citizens.urlpatterns,
    *dossier.urlpatterns,
    *feedback.urlpatterns,
    *forms.urlpatterns,
    *hall.urlpatterns,
    *intake.urlpatterns,
    *payments.urlpatterns,
    *session.urlpatterns,
    *work.urlpatterns,
]
