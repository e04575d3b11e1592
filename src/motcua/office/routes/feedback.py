"""Routes about what people say."""

from __future__ import annotations

from django.urls import URLPattern, path

from motcua.office.views.petition import petition
from motcua.office.views.petitions import petitions

urlpatterns: list[URLPattern] = [
    path("petitions/", petitions, name="petitions"),
    path("petitions/<str:number>/", petition, name="petition"),
]
