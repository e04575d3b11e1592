"""How long scanned pages are kept that went into no dossier, as dated data.

The ground of the periods is that of `documents.retention`.
"""

from __future__ import annotations

from typing import Final

from motcua.documents.retention import LAW, LAW_BEGAN, Retention

BATCH_DROPPED: Final = "batch_dropped"  # a stack that was put aside
BATCH_LEFT: Final = "batch_left"  # of a finished stack: taken out, unreadable, put aside
SCAN_DROPPED: Final = "scan_dropped"  # pages of a component that were put aside
SCAN_LEFT: Final = "scan_left"  # taken out before the digital copy was made

RETENTIONS: Final = tuple(
    Retention(rule, LAW_BEGAN, 30, LAW)
    for rule in (BATCH_DROPPED, BATCH_LEFT, SCAN_DROPPED, SCAN_LEFT)
)
