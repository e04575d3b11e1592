"""Boards, the dossiers behind their figures, the Service Index."""

from __future__ import annotations

from django.urls import URLPattern, path

from motcua.office.views.board import board
from motcua.office.views.board_dossiers import board_dossiers
from motcua.office.views.service_index import service_index
from motcua.office.views.service_index_lift import service_index_lift
from motcua.office.views.service_index_list import service_index_list

urlpatterns: list[URLPattern] = [
    path("board/", board, name="board"),
    path("board/dossiers/", board_dossiers, name="board_dossiers"),
    path("service-index/", service_index, name="service_index"),
    path("service-index/lift/", service_index_lift, name="service_index_lift"),
    path("service-index/list/", service_index_list, name="service_index_list"),
]
