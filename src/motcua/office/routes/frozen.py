"""Frozen reports: own, received, the schedule; one of them with its lists and files."""

from __future__ import annotations

from django.urls import URLPattern, path

from motcua.office import converters  # noqa: F401 - registers the pieces of addresses
from motcua.office.views.frozen_received import frozen_received
from motcua.office.views.frozen_report import frozen_report
from motcua.office.views.frozen_report_codes import frozen_report_codes
from motcua.office.views.frozen_report_file import frozen_report_file
from motcua.office.views.frozen_reports import frozen_reports
from motcua.office.views.frozen_schedule import frozen_schedule

urlpatterns: list[URLPattern] = [
    path("frozen-reports/", frozen_reports, name="frozen_reports"),
    path("frozen-reports/received/", frozen_received, name="frozen_received"),
    path("frozen-reports/schedule/", frozen_schedule, name="frozen_schedule"),
    path("frozen-reports/<frozen:code>/", frozen_report, name="frozen_report"),
    path("frozen-reports/<frozen:code>/codes/", frozen_report_codes, name="frozen_report_codes"),
    path(
        "frozen-reports/<frozen:code>/<slug:kind>/", frozen_report_file, name="frozen_report_file"
    ),
]
