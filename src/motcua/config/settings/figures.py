"""Settings of the figures that everybody sees; part of `base`, which takes all of them over."""

from __future__ import annotations

from motcua.config import env

FIGURES_SMALLEST = env.integer(
    "MOTCUA_FIGURES_SMALLEST",
    0,
    "public pages show no figure of fewer dossiers than this (at least 3); 0: the dated rule, 5",
)
FIGURES_RIPE_DAYS = env.integer(
    "MOTCUA_FIGURES_RIPE_DAYS",
    3,
    "a month is published so many days after its end, so that what came on paper is in it",
)
REPORT_FORMS = env.text(
    "MOTCUA_REPORT_FORMS",
    "",
    "a CSV with symbols, sources and levels of official reports; empty: the one that is shipped",
)
WALL_DAYS = env.integer(
    "MOTCUA_WALL_DAYS", 180, "the link of a board's wall screen holds so many days"
)
WALL_WARN_DAYS = env.integer(
    "MOTCUA_WALL_WARN_DAYS",
    14,
    "so many days before, the office, the screen itself and a message to whoever made it say so",
)
