"""Routes of the API: /api/v1 and, for everything else below /api/, a problem document."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, re_path

from motcua.api.door import no_such_place
from motcua.api.interface import routes

app_name = "api"
urlpatterns: list[URLPattern | URLResolver] = [
    path("v1/", include(routes())),
    re_path(r"^.*$", no_such_place, name="no_such_place"),
]
