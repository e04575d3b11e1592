"""Boards by reader: one's own work, wall screens, and those that are opened by a link."""

from __future__ import annotations

from django.urls import URLPattern, path

from motcua.office.views.board_own import board_own
from motcua.office.views.board_own_steps import board_own_steps
from motcua.office.views.board_screen_renew import board_screen_renew
from motcua.office.views.board_screen_revoke import board_screen_revoke
from motcua.office.views.board_screens import board_screens
from motcua.office.views.board_wall import board_wall
from motcua.office.views.screen import screen
from motcua.office.views.screen_code import screen_code

urlpatterns: list[URLPattern] = [
    path("board/mine/", board_own, name="board_own"),
    path("board/mine/steps/", board_own_steps, name="board_own_steps"),
    path("board/wall/", board_wall, name="board_wall"),
    path("board/screens/", board_screens, name="board_screens"),
    path("board/screens/<row:device_id>/renew/", board_screen_renew, name="board_screen_renew"),
    path("board/screens/<row:device_id>/revoke/", board_screen_revoke, name="board_screen_revoke"),
    # Typed with a remote control: short, and never signed in.
    path("tv/", screen_code, name="screen_code"),
    path("tv/<str:token>/", screen, name="screen"),
]
