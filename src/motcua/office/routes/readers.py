"""Boards by reader: one's own work, wall screens."""

from __future__ import annotations

from django.urls import URLPattern, path

from motcua.office.views.board_own import board_own
from motcua.office.views.board_own_steps import board_own_steps
from motcua.office.views.board_wall import board_wall

urlpatterns: list[URLPattern] = [
    path("board/mine/", board_own, name="board_own"),
    path("board/mine/steps/", board_own_steps, name="board_own_steps"),
    path("board/wall/", board_wall, name="board_wall"),
]
