"""Certified copies: at the counter, compared, certified, sealed, and their register."""

from __future__ import annotations

from django.urls import URLPattern, path

from motcua.office import converters  # noqa: F401 - registers the pieces of addresses
from motcua.office.views.certification import certification
from motcua.office.views.certification_batch import certification_batch
from motcua.office.views.certification_cancel import certification_cancel
from motcua.office.views.certification_list import certification_list
from motcua.office.views.certification_new import certification_new
from motcua.office.views.certification_refuse import certification_refuse
from motcua.office.views.certification_register import certification_register
from motcua.office.views.certification_register_file import certification_register_file
from motcua.office.views.certification_row import certification_row
from motcua.office.views.certification_sheet import certification_sheet
from motcua.office.views.certification_step import certification_step

urlpatterns: list[URLPattern] = [
    path("certification/", certification, name="certification"),
    path("certification/new/", certification_new, name="certification_new"),
    path("certification/step/", certification_step, name="certification_step"),
    path("certification/register/", certification_register, name="certification_register"),
    path(
        "certification/register/file/<slug:kind>/",
        certification_register_file,
        name="certification_register_file",
    ),
    path(
        "certification/register/<row:entry_id>/cancel/",
        certification_cancel,
        name="certification_cancel",
    ),
    path("certification/batches/<dossier:code>/", certification_batch, name="certification_batch"),
    path(
        "certification/batches/<dossier:code>/list/",
        certification_list,
        name="certification_list",
    ),
    path(
        "certification/batches/<dossier:code>/rows/<row:position>/",
        certification_row,
        name="certification_row",
    ),
    path(
        "certification/batches/<dossier:code>/refuse/",
        certification_refuse,
        name="certification_refuse",
    ),
    path(
        "certification/batches/<dossier:code>/sheet/",
        certification_sheet,
        name="certification_sheet",
    ),
]
