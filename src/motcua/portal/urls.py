"""Routes of portal."""

from __future__ import annotations

from django.urls import URLPattern, path

from motcua.portal.views.home import home

app_name = "portal"
urlpatterns: list[URLPattern] = [
    path("", home, name="home"),
]
