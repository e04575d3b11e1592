"""Reads of figures. The scope in force decides which units' rows there are."""

from __future__ import annotations

from motcua.indicators.queries.behind import dossiers_behind
from motcua.indicators.queries.board import board
from motcua.indicators.queries.figures import figures_by, window_of
from motcua.indicators.queries.report import report_ii06a

__all__ = ["board", "dossiers_behind", "figures_by", "report_ii06a", "window_of"]
