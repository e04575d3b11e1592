"""Processes drawn by the office: list, editor, trial run, comparison, approval, versions."""

from __future__ import annotations

from django.urls import URLPattern, path

from motcua.office import converters  # noqa: F401 - registers the pieces of addresses
from motcua.office.views.process_approve import process_approve
from motcua.office.views.process_clean import process_clean
from motcua.office.views.process_compare import process_compare
from motcua.office.views.process_document import process_document
from motcua.office.views.process_draft_file import process_draft_file
from motcua.office.views.process_edit import process_edit
from motcua.office.views.process_file import process_file
from motcua.office.views.process_list import process_list
from motcua.office.views.process_new import process_new
from motcua.office.views.process_procedures import process_procedures
from motcua.office.views.process_recall import process_recall
from motcua.office.views.process_save import process_save
from motcua.office.views.process_submit import process_submit
from motcua.office.views.process_trial import process_trial
from motcua.office.views.process_version import process_version
from motcua.office.views.process_version_trial import process_version_trial
from motcua.office.views.process_withdraw import process_withdraw

DRAFT = "processes/drafts/<row:draft_id>/"
VERSION = "processes/versions/<row:definition_id>/"

urlpatterns: list[URLPattern] = [
    path("processes/", process_list, name="process_list"),
    path("processes/new/", process_new, name="process_new"),
    path("processes/compare/", process_compare, name="process_compare"),
    path(VERSION, process_version, name="process_version"),
    path(f"{VERSION}trial/", process_version_trial, name="process_version_trial"),
    path(f"{VERSION}file/", process_file, name="process_file"),
    path(f"{VERSION}document/", process_document, name="process_document"),
    path(DRAFT, process_edit, name="process_edit"),
    path(f"{DRAFT}save/", process_save, name="process_save"),
    path(f"{DRAFT}procedures/", process_procedures, name="process_procedures"),
    path(f"{DRAFT}clean/", process_clean, name="process_clean"),
    path(f"{DRAFT}file/", process_draft_file, name="process_draft_file"),
    path(f"{DRAFT}trial/", process_trial, name="process_trial"),
    path(f"{DRAFT}submit/", process_submit, name="process_submit"),
    path(f"{DRAFT}recall/", process_recall, name="process_recall"),
    path(f"{DRAFT}approve/", process_approve, name="process_approve"),
    path(f"{DRAFT}withdraw/", process_withdraw, name="process_withdraw"),
]
