"""First page, worklist, search, pieces of work."""

from __future__ import annotations

from django.urls import URLPattern, path

from motcua.office.views.home import home

urlpatterns: list[URLPattern] = [
    path("", home, name="home"),
]
