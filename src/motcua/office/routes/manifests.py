"""Paper that travels between units."""

from __future__ import annotations

from django.urls import URLPattern, path

from motcua.office import converters  # noqa: F401 - registers the pieces of addresses
from motcua.office.views.manifest import manifest
from motcua.office.views.manifest_new import manifest_new
from motcua.office.views.manifest_sheet import manifest_sheet
from motcua.office.views.manifests import manifests

urlpatterns: list[URLPattern] = [
    path("manifests/", manifests, name="manifests"),
    path("manifests/new/", manifest_new, name="manifest_new"),
    path("manifests/<row:manifest_id>/", manifest, name="manifest"),
    path("manifests/<row:manifest_id>/sheet/", manifest_sheet, name="manifest_sheet"),
]
