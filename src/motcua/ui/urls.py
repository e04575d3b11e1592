"""Routes of ui."""

from __future__ import annotations

from django.urls import URLPattern, path

from motcua.ui.views import language, style

app_name = "ui"
urlpatterns: list[URLPattern] = [
    path("language/", language.language, name="language"),
    path("style/", style.style, name="style"),
    path("style/<slug:frame>/", style.style_frame, name="style_frame"),
]

# `config.urls` takes these as Django's handlers.
handler400 = "motcua.ui.views.errors.bad_request"
handler403 = "motcua.ui.views.errors.forbidden"
handler404 = "motcua.ui.views.errors.not_found"
handler500 = "motcua.ui.views.errors.server_error"
