"""Counter intake, its parts, the printed forms, and what a unit takes in."""

from __future__ import annotations

from django.urls import URLPattern, path

from motcua.office import converters  # noqa: F401 - registers the pieces of addresses
from motcua.office.views.control_sheet import control_sheet
from motcua.office.views.form_apology import form_apology
from motcua.office.views.form_refusal import form_refusal
from motcua.office.views.form_stop import form_stop
from motcua.office.views.form_supplement import form_supplement
from motcua.office.views.heading import heading
from motcua.office.views.intake import intake
from motcua.office.views.intake_done import intake_done
from motcua.office.views.intake_due import intake_due
from motcua.office.views.intake_population import intake_population
from motcua.office.views.intake_procedures import intake_procedures
from motcua.office.views.offering_close import offering_close
from motcua.office.views.offering_open import offering_open
from motcua.office.views.offerings import offerings
from motcua.office.views.paper import paper
from motcua.office.views.register_book import register_book
from motcua.office.views.register_book_file import register_book_file
from motcua.office.views.shown_paper import shown_paper
from motcua.office.views.slip import slip

urlpatterns: list[URLPattern] = [
    path("intake/", intake, name="intake"),
    path("intake/procedures/", intake_procedures, name="intake_procedures"),
    path("intake/population/", intake_population, name="intake_population"),
    path("intake/due/<row:unit_id>/<str:code>/", intake_due, name="intake_due"),
    path("intake/shown/<row:share_id>/<row:item_id>/", shown_paper, name="shown_paper"),
    path("intake/done/<dossier:code>/", intake_done, name="intake_done"),
    path("prints/<dossier:code>/01/", slip, name="slip"),
    path("prints/<dossier:code>/02/", form_supplement, name="form_supplement"),
    path("prints/<dossier:code>/03/", form_refusal, name="form_refusal"),
    path("prints/<dossier:code>/04/", form_apology, name="form_apology"),
    path("prints/<dossier:code>/05/", form_stop, name="form_stop"),
    path("prints/<dossier:code>/06/", control_sheet, name="control_sheet"),
    path("prints/<dossier:code>/issued/<row:paper_id>/", paper, name="paper"),
    path("register/", register_book, name="register_book"),
    path("register/<slug:kind>/", register_book_file, name="register_book_file"),
    path("heading/", heading, name="heading"),
    path("offerings/", offerings, name="offerings"),
    path("offerings/<row:unit_id>/<str:code>/open/", offering_open, name="offering_open"),
    path("offerings/<row:unit_id>/<str:code>/close/", offering_close, name="offering_close"),
]
