"""Templates of results, and the text of a dossier's result."""

from __future__ import annotations

from django.urls import URLPattern, path

from motcua.office import converters  # noqa: F401 - registers the pieces of addresses
from motcua.office.views.dossier_text import dossier_text
from motcua.office.views.dossier_text_version import dossier_text_version
from motcua.office.views.template_approve import template_approve
from motcua.office.views.template_compare import template_compare
from motcua.office.views.template_edit import template_edit
from motcua.office.views.template_list import template_list
from motcua.office.views.template_new import template_new
from motcua.office.views.template_step import template_step

HERE = "templates/<row:template_id>/"
TEXT = "dossiers/<dossier:code>/text/"

urlpatterns: list[URLPattern] = [
    path("templates/", template_list, name="template_list"),
    path("templates/new/", template_new, name="template_new"),
    path("templates/compare/", template_compare, name="template_compare"),
    path(HERE, template_edit, name="template_edit"),
    path(f"{HERE}step/", template_step, name="template_step"),
    path(f"{HERE}approve/", template_approve, name="template_approve"),
    path(TEXT, dossier_text, name="dossier_text"),
    path(f"{TEXT}<row:number>/", dossier_text_version, name="dossier_text_version"),
]
