"""Boards, the dossiers behind their figures, reports."""

from __future__ import annotations

from django.urls import URLPattern, path

from motcua.office.views.board import board
from motcua.office.views.board_dossiers import board_dossiers
from motcua.office.views.report_ii06a import report_ii06a
from motcua.office.views.report_ii06a_file import report_ii06a_file

urlpatterns: list[URLPattern] = [
    path("board/", board, name="board"),
    path("board/dossiers/", board_dossiers, name="board_dossiers"),
    path("reports/ii06a/", report_ii06a, name="report_ii06a"),
    path("reports/ii06a/<slug:kind>/", report_ii06a_file, name="report_ii06a_file"),
]
