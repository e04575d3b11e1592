"""Units side by side, a unit among its peers."""

from __future__ import annotations

from django.urls import URLPattern, path

from motcua.office.views.compare import compare
from motcua.office.views.compare_file import compare_file
from motcua.office.views.compare_unit import compare_unit

urlpatterns: list[URLPattern] = [
    path("compare/", compare, name="compare"),
    path("compare/unit/", compare_unit, name="compare_unit"),
    path("compare/file/<slug:kind>/", compare_file, name="compare_file"),
]
