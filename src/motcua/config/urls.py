"""Routes: the citizens' pages at the root, the officials' below /office/, machines below /api/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from motcua.ui.urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns: list[URLPattern | URLResolver] = [
    path("office/", include("motcua.office.urls")),
    path("api/", include("motcua.api.urls")),
    path("ui/", include("motcua.ui.urls")),
    path("", include("motcua.kernel.urls")),
    path("", include("motcua.portal.urls")),
]
