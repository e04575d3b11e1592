"""Official reports: which there are, one of them, its lists and files."""

from __future__ import annotations

from django.urls import URLPattern, path

from motcua.office import converters  # noqa: F401 - registers the pieces of addresses
from motcua.office.views.report import report
from motcua.office.views.report_behind import report_behind
from motcua.office.views.report_file import report_file
from motcua.office.views.reports import reports

urlpatterns: list[URLPattern] = [
    path("reports/", reports, name="reports"),
    path("reports/<report:key>/", report, name="report"),
    path("reports/<report:key>/behind/", report_behind, name="report_behind"),
    path("reports/<report:key>/<slug:kind>/", report_file, name="report_file"),
]
